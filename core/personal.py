"""The privacy register: what each room holds about people, and what becomes of it.

A room's ``personal.py`` calls :func:`declare` once per model. ``people.privacy`` walks the
register to merge, export and erase; ``core.audit`` asks it which values it may keep.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

Words = str | Promise


class PersonalValue(Exception):
    """A personal value was about to be written where none may stand."""


@dataclass(frozen=True)
class Held:
    """One personal field: why we hold it, who sees it, how long, and how it leaves."""

    purpose: Words
    audience: Words
    retention: Words
    export: bool = True
    #: What erasure writes in its place; a callable receives the row.
    erase: Any = ""
    #: The field's name on the register's page; empty: the model's own.
    label: Words = ""


@dataclass(frozen=True)
class Declaration:
    """What one model holds about a person.

    ``owner`` is the path from the model to the Person: "" when the model is Person itself, None when no key leads there
    (``address`` then names the field that holds the address of whom a row is about, if one does).
    ``merge(keep, gone)`` moves the rows of Person ``gone`` to Person ``keep`` in the caller's
    transaction; None: every foreign key named in ``owner`` is moved as it is.
    """

    model: type[models.Model]
    owner: str | None
    fields: Mapping[str, Held]
    not_personal: frozenset[str] = frozenset()
    merge: Callable[[Any, Any], None] | None = None
    order: int = field(default=100)
    #: What the rows are called, several of them; empty: the model's own name.
    label: Words = ""
    address: str = ""

    @property
    def rows_name(self) -> str:
        """For a page: « Addresses »."""
        words = str(self.label or self.model._meta.verbose_name_plural)
        return words[:1].upper() + words[1:]

    def field_name(self, name: str) -> str:
        """For a page: « Address »."""
        words = str(self.fields[name].label or getattr(self.model._meta.get_field(name), "verbose_name", name))
        return words[:1].upper() + words[1:]


_register: dict[type[models.Model], Declaration] = {}


def declare(
    model: type[models.Model],
    *,
    owner: str | None,
    fields: Mapping[str, Held],
    not_personal: Iterable[str] = (),
    merge: Callable[[Any, Any], None] | None = None,
    order: int = 100,
    label: Words = "",
    address: str = "",
) -> None:
    """Enter a model in the register. ``order``: merges run from low to high; ``label`` names its rows, several of them."""
    _register[model] = Declaration(model, owner, fields, frozenset(not_personal), merge, order, label, address)


def declarations() -> Iterator[Declaration]:
    """Every declaration, in merge order."""
    yield from sorted(_register.values(), key=lambda entry: (entry.order, entry.model._meta.label_lower))


def of(model: type[models.Model]) -> Declaration | None:
    return _register.get(model)


def refuse_values(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Raise PersonalValue if one of ``values`` is declared personal for ``model``."""
    declaration = _register.get(model)
    if declaration and (named := set(values) & set(declaration.fields)):
        raise PersonalValue(f"{model._meta.label}: {', '.join(sorted(named))} may not be kept in the audit.")
