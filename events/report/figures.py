"""The report of one event: its figures, arrivals, evaluation, and what it counts for. Reads only; nobody is named in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.ages import AgeBand
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors import desk
from events.doors.models import Scan
from events.evaluation.results import LEAST, Results, results_of
from events.registration.models import Seat
from events.report import queries
from events.report.counting import Counted, counted_of
from people.accounts.models import Language


@dataclass(frozen=True)
class Split:
    """Those present, counted by something: (what, number)."""

    heading: str
    rows: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Report:
    event: Event
    #: (code, label, number)
    figures: Sequence[tuple[str, str, int]]
    offers: Sequence[tuple[str, str, int]]
    splits: Sequence[Split]
    #: None for a series, whose sittings stand in its place.
    curve: desk.Curve | None
    sittings: Sequence[tuple[Sitting, int]]
    evaluation: Results | None
    indicators: Sequence[Counted]

    def number(self, code: str) -> int:
        return next(number for name, _label, number in [*self.figures, *self.offers] if name == code)


def report(event: Event) -> Report:
    """Cost: 10 queries, however many came, 11 for a series; and those of the indicators."""
    counted = queries.every_figure(event)
    figures = [(code, str(saved.label), counted[code]) for code, saved in queries.SEATS.items()]
    offers = [(code, str(label), counted[code]) for code, (label, _state) in queries.OFFERS.items() if counted[code]]
    held = counted["registered"] + counted["walk_ins"]
    return Report(
        event=event,
        figures=figures,
        offers=offers,
        splits=_splits(event),
        curve=None if event.is_series else desk.curve(event, held),
        sittings=desk.by_sitting(event) if event.is_series else [],
        evaluation=results_of(event),
        indicators=counted_of(event),
    )


def _splits(event: Event) -> list[Split]:
    ages, languages, doors = queries.by_age(event), queries.by_language(event), by_door(event)
    labels = {**dict(AgeBand.choices), "": _("Not asked")}
    splits = [
        Split(_("By age"), [(str(labels[band]), ages[band]) for band in labels if band in ages]),
        Split(
            _("By language of the registration"),
            [(str(label), languages[code]) for code, label in Language.choices if code in languages],
        ),
        Split(_("By door"), list(doors.items())),
    ]
    told = [Split(split.heading, none_too_small(split.rows)) for split in splits]
    return [split for split in told if len(split.rows) > 1]


def none_too_small(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The rows in their order, those below LEAST added up as the last, with as many more as that one needs to reach it.

    A report is passed on: a row of one person would say of somebody who was seen there how old they are.
    """
    together: list[tuple[str, int]] = []
    for row in sorted(rows, key=lambda one: one[1]):
        if row[1] >= LEAST and (not together or sum(number for _label, number in together) >= LEAST):
            break
        together.append(row)
    kept = [row for row in rows if row not in together]
    return [*kept, (_("Others"), sum(number for _label, number in together))] if together else kept


def by_door(event: Event) -> dict[str, int]:
    """Those present by the door of their last entry; who was noted without one last. Cost: 2 queries."""
    entries = Scan.objects.entries().filter(event=event, seat__state=Seat.State.PRESENT).order_by("at", "pk")
    last: dict[int, str] = dict(entries.values_list("seat", "door"))
    found: dict[str, int] = {}
    for door in sorted(last.values()):
        found[door or _("No door")] = found.get(door or _("No door"), 0) + 1
    without = Seat.objects.present().filter(event=event).exclude(pk__in=entries.values("seat")).count()
    return found | ({_("Noted without a door"): without} if without else {})
