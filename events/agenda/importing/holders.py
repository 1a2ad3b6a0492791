"""Whose event each row is: the organisation it names, or the one chosen for rows that name none."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.folding import fold
from events.agenda.importing.applying import known_events
from events.agenda.importing.cells import text_of
from events.agenda.importing.drafts import Defaults
from events.agenda.importing.plan import Line, Verdict, plan
from events.agenda.importing.tables import Row, Table
from people.accounts.models import User
from people.organisations.models import Organisation


@dataclass(frozen=True)
class Plan:
    """``holders``: line of the file -> whose event it is; a row that names nobody we know is not among them."""

    lines: list[Line]
    holders: dict[int, Organisation]


def plan_all(
    table: Table, holder: Organisation, among: Iterable[Organisation], defaults: Defaults, *, by: User | None
) -> Plan:
    """One line of plan for each row, in the file's order.

    ``among``: organisations that a row may name. Cost: 3 to 4 queries per organisation, and ``among`` if a row names one.
    """
    rows: dict[Organisation, list[Row]] = {}
    lines: list[Line] = []
    names: dict[str, list[Organisation]] | None = None
    for row in table.rows:
        wanted = holder
        if name := text_of(row.cells.get("organisation")):
            names = _by_name(among) if names is None else names
            found = names.get(fold(name), [])
            if holder not in found and len(found) != 1:
                lines.append(_refused(row, name))
                continue
            wanted = holder if holder in found else found[0]
        rows.setdefault(wanted, []).append(row)
    holders: dict[int, Organisation] = {}
    for organisation, theirs in rows.items():
        lines += plan(replace(table, rows=theirs), known_events(organisation, by), defaults)
        holders |= {row.line: organisation for row in theirs}
    return Plan(sorted(lines, key=lambda line: line.line), holders)


def _by_name(organisations: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    found: dict[str, list[Organisation]] = {}
    for organisation in organisations:
        for name in filter(None, {fold(organisation.name), organisation.neq}):
            found.setdefault(name, []).append(organisation)
    return found


def _refused(row: Row, name: str) -> Line:
    reason = _("“%(text)s” is not one organisation of yours: write its name or NEQ, or empty the cell.") % {
        "text": name
    }
    return Line(row.line, Verdict.REFUSE, " ".join(text_of(row.cells.get("title_fr")).split()), reason)
