"""Form controls browsers know how to fill in: days and hours in one's own way of writing them, sent the same everywhere."""

from typing import Any

from django.forms import DateInput, DateTimeInput, TimeInput


class Day(DateInput):
    """A date, picked or typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Hour(TimeInput):
    """A time of day, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class Moment(DateTimeInput):
    """A local date and time, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
