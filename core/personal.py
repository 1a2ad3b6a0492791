"""The privacy register: what each room holds about people, and what becomes of it.

A room's ``personal.py`` calls :func:`declare` once per model, and :func:`keep` once per class of the retention
schedule. ``people.privacy`` walks the register to merge, copy, erase and forget; ``core.audit`` asks it which values
it may keep.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

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
    #: Why erasure leaves the field as it is, in words for the person; empty: ``erase`` is written.
    stays: Words = ""
    #: Id of the person who wrote it, where the row has others who may not read it: in the copy of nobody else.
    whose: Callable[[Any], int | None] | None = None

    def erased(self, row: models.Model, name: str) -> Any:
        """What the field holds once it is erased."""
        if self.stays:
            return getattr(row, name)
        if self.erase in (list, dict):
            # An empty one, not one made of the row.
            return self.erase()
        return self.erase(row) if callable(self.erase) else self.erase


@dataclass(frozen=True)
class Beside:
    """A fact that is nobody's, beside the personal fields, without which a line of a person's copy says little."""

    label: Words
    #: From the row to a value that no other person is named in.
    read: Callable[[Any], Any]


#: ``known_until`` of rows that keep their person known as long as they stand.
HOLDS = "holds"
#: ``known_until`` of rows that keep nobody known by themselves: they go with the person.
GOES_ALONG = "goes along"


@dataclass(frozen=True)
class Declaration:
    """What one model holds about a person.

    ``owner`` is the path from the model to the Person: "" when the model is Person itself, None when no key leads there
    (``address`` then names the field that holds the address of whom a row is about, if one does).
    ``merge(keep, gone)`` moves the rows of Person ``gone`` to Person ``keep`` in the caller's
    transaction; None: every foreign key named in ``owner`` is moved as it is.
    ``on_erase``: fields are overwritten as they say ("blank"), or the rows go ("delete").
    ``leave(people)`` runs before anything is erased, in the same transaction, with the ids of the person and of the
    entries merged into them: what must end first (a seat is given back).
    ``known_until``: paths to the moments (one of them at least) until which a row keeps its person known to us, for
    who has not been seen for years is forgotten; a row with none of them set holds. Or HOLDS, or GOES_ALONG.
    ``known_days``: how long after that moment at least, where the schedule would forget the person sooner.
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
    on_erase: Literal["blank", "delete"] = "blank"
    leave: Callable[[Sequence[int]], None] | None = None
    known_until: str | tuple[str, ...] = HOLDS
    beside: Mapping[str, Beside] = field(default_factory=dict)
    #: Keys that ``beside`` reads through, selected along.
    related: tuple[str, ...] = ()
    known_days: int = 0

    @property
    def code(self) -> str:
        """Names the kind of row in files: "accounts.address"."""
        return self.model._meta.label_lower

    def of_people(self, people: Iterable[int]) -> "models.QuerySet[Any]":
        """Rows about these Persons (ids); needs an ``owner``. One row may come twice if its path leads through many."""
        path = f"{self.owner}__in" if self.owner else "pk__in"
        return self.model._default_manager.filter(**{path: list(people)})

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
    on_erase: Literal["blank", "delete"] = "blank",
    leave: Callable[[Sequence[int]], None] | None = None,
    known_until: str | tuple[str, ...] = HOLDS,
    beside: Mapping[str, Beside] | None = None,
    related: Sequence[str] = (),
    known_days: int = 0,
) -> None:
    """Enter a model in the register. ``order``: merges and erasure run from low to high; ``label`` names its rows, several of them."""
    _register[model] = Declaration(
        model,
        owner,
        fields,
        frozenset(not_personal),
        merge,
        order,
        label,
        address,
        on_erase,
        leave,
        known_until,
        beside or {},
        tuple(related),
        known_days,
    )


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


# ------------------------------------------------------------------ the retention schedule


@dataclass(frozen=True)
class Keep:
    """A class of the retention schedule: rows of one declared model that are kept so many days since something.

    ``due(cut_off)`` answers the rows for which that something lies before ``cut_off`` and that are not forgotten yet.
    ``then``: "blank" overwrites ``fields`` (all declared ones if empty) as the register says, "delete" takes the rows
    away; a function does it itself with a list of rows and the cut-off, and answers how many it was done with. ``due``
    must not answer a row again that was done with: each batch asks anew.
    """

    code: str
    model: type[models.Model]
    label: Words
    since: Words
    days: int
    due: Callable[[datetime], "models.QuerySet[Any]"]
    then: Literal["blank", "delete"] | Callable[[Sequence[Any], datetime], int] = "blank"
    fields: tuple[str, ...] = ()
    #: Path from the row to the organisation that may keep it for another time; empty: one time for all.
    organisation: str = ""
    #: Days that no decision may exceed, because something else forgets by then, or because people were told so.
    longest: int | None = None
    #: Days that no decision may fall short of, because a law or the people's right to know asks for them.
    shortest: int = 1
    #: Rows worked on in one transaction.
    batch: int = 200


_schedule: dict[str, Keep] = {}


def keep(entry: Keep) -> None:
    """Enter a class in the retention schedule; its model is declared before. Raises ValueError for a code in use."""
    if entry.code in _schedule:
        raise ValueError(f"Two classes of the retention schedule are called {entry.code}.")
    _schedule[entry.code] = entry


def schedule() -> list[Keep]:
    """Every class of the retention schedule, by code."""
    return [_schedule[code] for code in sorted(_schedule)]


def keep_of(code: str) -> Keep | None:
    return _schedule.get(code)
