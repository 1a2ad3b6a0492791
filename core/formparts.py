"""What the form components ask of a Django form: which control it is, its ids, its errors."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    MultiWidget,
    PasswordInput,
    RadioSelect,
    Textarea,
)
from django.utils.functional import Promise


def control_kind(bound: BoundField) -> str:
    """``group`` (radio buttons, checkboxes, several inputs), ``choice`` (one checkbox), ``file``, ``text`` (the rest)."""
    widget = bound.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple, MultiWidget)) or widget.use_fieldset:
        return "group"
    if isinstance(widget, CheckboxInput):
        return "choice"
    if isinstance(widget, FileInput):
        return "file"
    return "area" if isinstance(widget, Textarea) else "text"


def choice_id(bound: BoundField, index: int) -> str:
    """Id of one radio button, checkbox or part of a group."""
    return f"{bound.auto_id}_{index}"


def first_control_id(bound: BoundField) -> str:
    """Id that a link to the field should reach."""
    return choice_id(bound, 0) if control_kind(bound) == "group" else str(bound.auto_id)


def described_by(bound: BoundField, hint: str = "") -> str:
    """Ids of the hint and of the errors, as the field's template names them."""
    ids = [str(bound.field.widget.attrs.get("aria-describedby", ""))]
    if hint or bound.help_text:
        ids.append(f"{bound.auto_id}_helptext")
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(filter(None, ids))


@dataclass(frozen=True)
class SummaryItem:
    """One error. ``target`` is the id of its field; empty: it concerns the whole form."""

    text: str
    label: str | Promise = ""
    target: str = ""


@dataclass
class Summary:
    """Errors of one or several forms. ``loses``: passwords or files have to be given again.

    ``clash``: nothing is wrong, but somebody else saved meanwhile; the words say so.
    """

    items: list[SummaryItem] = field(default_factory=list)
    loses: bool = False
    clash: str = ""


def summary_of(forms: Iterable[BaseForm]) -> Summary:
    """Errors in the order of the page: whole form first, then field by field."""
    summary = Summary()
    for form in forms:
        if not form.errors:
            continue
        summary.clash = summary.clash or getattr(form, "clash", "")
        said = [str(error) for error in form.non_field_errors()]
        summary.items += [SummaryItem(words) for words in said if words != summary.clash]
        for bound in form:
            summary.loses |= isinstance(bound.field.widget, (PasswordInput, FileInput))
            target = "" if bound.is_hidden else first_control_id(bound)
            label = "" if bound.is_hidden else bound.label
            summary.items += [SummaryItem(str(error), label, target) for error in bound.errors]
    return summary
