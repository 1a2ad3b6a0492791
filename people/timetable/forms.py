"""The weekly grid in a form: a table of boxes with a name each, which needs no script and fits a phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.timetable.availability import DAYS, PART_NAMES, PARTS, Availability, cell_name


class AvailabilityGrid(forms.Widget):
    """One row a day, one column a part of the day."""

    use_fieldset = True

    def format_value(self, value: Any) -> Availability:
        if isinstance(value, Availability):
            return value
        return Availability.of(cells_of(value)) if isinstance(value, list) else Availability(int(value or 0))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        found: list[str] = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or [])
        return found

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Boxes that are not checked are not sent: none of them is an answer."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen, auto_id = self.format_value(value), context["widget"]["attrs"].get("id", f"id_{name}")
        context["parts"] = PART_NAMES
        context["rows"] = [
            {
                "day": WEEKDAYS[day],
                "short": WEEKDAYS_ABBR[day],
                "cells": [
                    {
                        "id": f"{auto_id}_{3 * day + part}",
                        "value": f"{day}-{part}",
                        "name": cell_name(day, part),
                        "checked": (day, part) in chosen,
                    }
                    for part in PARTS
                ],
            }
            for day in DAYS
        ]
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        return render_to_string("timetable/availability_grid.html", self.get_context(name, value, attrs))

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_0" if id_ else ""


class AvailabilityField(forms.Field):
    """Cleans to an :class:`Availability`; the initial value is one, or its number."""

    widget = AvailabilityGrid
    default_error_messages = {
        "required": _("Check at least one part of the week."),
        "invalid": _("One of the boxes is not a part of the week. Check them once more."),
    }

    def to_python(self, value: Any) -> Availability:
        try:
            return value if isinstance(value, Availability) else Availability.of(cells_of(value or []))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: Availability) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return int(initial or 0) != int(self.to_python(data))


def cells_of(values: list[str]) -> list[tuple[int, int]]:
    """Pairs of day and part of what the boxes send; raises ValueError for anything else."""
    cells = []
    for value in values:
        day, _dash, part = value.partition("-")
        cells.append((int(day), int(part)))
    return cells
