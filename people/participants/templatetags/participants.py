"""Small words about requests and files for templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.components import tag
from people.participants import readiness
from people.participants.models import Candidacy
from people.participants.stages import KINDS

register = template.Library()


@register.simple_tag
def candidacy_tag(candidacy: Candidacy) -> SafeString:
    """Where a request stands, in a word or two to the person: "to examine" would ask it of them.

    Of a request that came through ``stages.with_what_is_shown``.
    """
    if readiness.is_not_found(candidacy):
        return tag(_("Something is missing"), kind="warn")
    state = Candidacy.State(candidacy.state)
    words = _("Under review") if state == Candidacy.State.INTAKE else state.label
    return tag(words, kind=KINDS[state])


@register.filter
def is_not_found(candidacy: Candidacy) -> bool:
    """Of a request that came through ``readiness.with_what_is_there``."""
    return readiness.is_not_found(candidacy)


@register.filter
def of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key; None for nothing."""
    return mapping.get(key)


@register.filter
def fields(form: BaseForm, prefix: str) -> list[BoundField]:
    """Fields of a form whose names begin so, in their order."""
    return [form[name] for name in form.fields if name.startswith(prefix)]


@register.filter
def pairs(form: BaseForm, prefixes: str) -> list[tuple[BoundField, BoundField]]:
    """Rows of two numbered fields: ``form|pairs:"language_ ease_"``."""
    first, second = prefixes.split()
    numbers = [name.removeprefix(first) for name in form.fields if name.startswith(first)]
    return [(form[f"{first}{number}"], form[f"{second}{number}"]) for number in numbers]


Rows = list[tuple[BoundField, BoundField]]


def _length_used(rows: Rows) -> int:
    """Rows up to the last one whose first field says something, or that has an error, and one more to write in."""
    said = [number for number, (first, second) in enumerate(rows, 1) if first.value() or first.errors or second.errors]
    return max(said, default=0) + 1


@register.filter
def used(rows: Rows) -> Rows:
    """The rows to show at once."""
    return rows[: _length_used(rows)]


@register.filter
def spare(rows: Rows) -> Rows:
    """The rows to show on demand."""
    return rows[_length_used(rows) :]


@register.filter
def after(number: int, rows: Rows) -> int:
    """A row's number among all, where others stand before it."""
    return number + len(rows)
