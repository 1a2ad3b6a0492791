"""Form controls: days and hours in one's own way of writing them, sent the same everywhere; a picture one can see."""

from typing import Any

from django.forms import ClearableFileInput, DateInput, DateTimeInput, FileInput, TimeInput
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


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


class Picture(ClearableFileInput):
    """The picture there is, a checkbox that removes it, and the file that takes its place. Works without script."""

    clear_checkbox_label = _("Remove the picture")  # type: ignore[assignment]  # said in the language of the page
    #: One control: the field's label is a label, not the legend of a group.
    use_fieldset = False

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        context = self.get_context(name, value, attrs)
        context["chooser"] = FileInput(self.attrs).render(name, None, attrs, renderer)
        return render_to_string("components/picture.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """A new file takes the place of the old one, whether or not that one was to be removed."""
        return files.get(name) or super().value_from_datadict(data, files, name)
