"""The weekly grid in a form: a table of boxes with a name each, which needs no script and fits a phone."""

from itertools import product
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.timetable.availability import DAYS, PART_NAMES, PARTS, Availability, cell_name

EVERY_CELL = tuple(product(DAYS, PARTS))


class AvailabilityGrid(forms.Widget):
    """One row a day, one column a part of the day."""

    template_name = "timetable/availability_grid.html"
    use_fieldset = True

    def format_value(self, value: Any) -> Availability:
        """What is shown as checked: of a wrong answer, what there is in a week."""
        if isinstance(value, list):
            return Availability.of(cell for cell in EVERY_CELL if box_of(*cell) in value)
        return value if isinstance(value, Availability) else Availability(int(value or 0))

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
                        "value": box_of(day, part),
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

    def in_words(self, value: Any) -> str:
        return "; ".join(Availability(int(value)).lines())


def box_of(day: int, part: int) -> str:
    """What the box of one part of the week sends."""
    return f"{day}-{part}"


def cells_of(values: list[str]) -> list[tuple[int, int]]:
    """Pairs of day and part of what the boxes send; raises ValueError for anything else."""
    cells = {box_of(*cell): cell for cell in EVERY_CELL}
    if unknown := set(values) - set(cells):
        raise ValueError(f"not in a week: {', '.join(sorted(unknown))}")
    return [cells[value] for value in values]
