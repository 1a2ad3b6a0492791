"""The register as the operator's inventory: each kind, each field, why, for whom, how long, and how it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import personal
from people.privacy import retention


@dataclass(frozen=True)
class FieldEntry:
    """One field as the page and the table show it."""

    name: str
    label: str
    held: personal.Held
    erasure: str
    #: The time in force, from the schedule; empty where no class of it covers the field.
    in_force: list[str]


@dataclass(frozen=True)
class Kind:
    """One declared model with something in it."""

    entry: personal.Declaration
    fields: list[FieldEntry]


def kinds() -> list[Kind]:
    """The register in its order, models without a personal field left out. Cost: 1 query."""
    lines = retention.lines()
    return [
        Kind(entry, [_field(entry, name, held, lines) for name, held in entry.fields.items()])
        for entry in personal.declarations()
        if entry.fields
    ]


def _field(entry: personal.Declaration, name: str, held: personal.Held, lines: list[retention.Line]) -> FieldEntry:
    covering = [
        line for line in lines if line.keep.model is entry.model and (not line.keep.fields or name in line.keep.fields)
    ]
    return FieldEntry(name, entry.field_name(name), held, erasure_of(entry, held), [time_of(line) for line in covering])


def erasure_of(entry: personal.Declaration, held: personal.Held) -> str:
    """What erasure does to a field, in words."""
    if entry.on_erase == "delete":
        return _("The whole row goes")
    return _("Stays: %(reason)s") % {"reason": held.stays} if held.stays else _("Overwritten")


def time_of(line: retention.Line) -> str:
    """ "181 days since the end of the event", with the organisation where it has a time of its own."""
    days = ngettext("%(days)s day", "%(days)s days", line.days) % {"days": line.days}
    words = _("%(days)s since %(moment)s") % {"days": days, "moment": line.keep.since}
    return f"{line.organisation.name} – {words}" if line.organisation else words


def header() -> list[str]:
    return [
        _("What is held"),
        _("Field"),
        _("Purpose"),
        _("Who sees it"),
        _("How long"),
        _("Days in force"),
        _("In the person’s copy"),
        _("Erasure"),
        pgettext("database", "Table"),
        _("Column"),
    ]


def lines() -> Iterator[list[object]]:
    """One line a field, for a spreadsheet. Cost: 1 query."""
    for kind in kinds():
        for field in kind.fields:
            yield [
                kind.entry.rows_name,
                field.label,
                field.held.purpose,
                field.held.audience,
                field.held.retention,
                "; ".join(field.in_force),
                field.held.export,
                field.erasure,
                kind.entry.model._meta.db_table,
                field.name,
            ]
