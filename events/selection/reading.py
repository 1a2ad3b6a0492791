"""Applications as they are read: who applies, what readers found, what is decided, in the order asked for.

The list is folded and sorted here: a mean of means is no column, and 2,000 applications are three light queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Avg, Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda.models import Event
from events.registration.models import Registration
from events.selection.models import Criterion, Score, Verdict
from people.accounts.models import Person

#: Registration -> criterion -> mean of the points its readers gave.
Means = Mapping[int, Mapping[int, float]]

UNDECIDED = "undecided"
#: What the list may be narrowed to.
FILTERS: Mapping[str, str | Promise] = {
    "": pgettext_lazy("applications", "All"),
    UNDECIDED: pgettext_lazy("applications", "To decide"),
    Verdict.Outcome.CHOSEN.value: pgettext_lazy("applications", "Chosen"),
    Verdict.Outcome.RESERVE.value: Verdict.Outcome.RESERVE.label,
    Verdict.Outcome.DECLINED.value: pgettext_lazy("applications", "Not chosen"),
}
SORTS: Mapping[str, str | Promise] = {"time": _("In the order they came"), "score": _("By points")}


@dataclass(frozen=True)
class Line:
    """One application."""

    registration: int
    name: str
    size: int
    made_at: datetime
    organisation: str | None
    outcome: str
    rank: int | None
    #: Of the decision as it stands ("": none): what a page says it has shown.
    mark: str
    is_told: bool
    #: Sum of the means of all criteria; None while nobody has read it.
    total: float | None = None
    readers: int = 0
    is_read_by_me: bool = False

    @property
    def outcome_label(self) -> str | Promise:
        return Verdict.Outcome(self.outcome).label if self.outcome else FILTERS[UNDECIDED]


@dataclass(frozen=True)
class Listing:
    """The lines asked for; how many there are under each filter; what was asked."""

    lines: Sequence[Line]
    filters: Sequence[tuple[str, str | Promise, int]]
    total: int
    chosen_filter: str
    sort: str
    #: Applications that ``me`` has not read.
    unread: int = 0
    means: Means = field(default_factory=dict)


def means_of(event: Event) -> Means:
    """Cost: 1 query, however many gave points."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    scores = Score.objects.filter(registration__event=event).order_by()
    for registration, criterion, mean in scores.values_list("registration", "criterion").annotate(mean=Avg("points")):
        found[registration][criterion] = float(mean)
    return found


def means_for(registration: int) -> dict[int, float]:
    """The same of one application, by criterion. Cost: 1 query."""
    scores = Score.objects.filter(registration=registration).order_by()
    return {criterion: float(mean) for criterion, mean in scores.values_list("criterion").annotate(mean=Avg("points"))}


def total_of(means: Mapping[int, float] | None) -> float | None:
    return sum(means.values()) if means else None


def _read_by(event: Event, me: Person) -> dict[int, tuple[int, bool]]:
    """Registration -> how many read it, and whether ``me`` is among them. Cost: 1 query."""
    scores = Score.objects.filter(registration__event=event).order_by()
    rows = scores.values_list("registration").annotate(
        readers=Count("by", distinct=True), mine=Count("pk", filter=Q(by=me))
    )
    return {registration: (readers, mine > 0) for registration, readers, mine in rows}


def listing(event: Event, *, me: Person, narrowed_to: str = "", sort: str = "") -> Listing:
    """Applications that await their result, and those that have it. An unknown filter or order counts as the usual one.

    Cost: 3 queries, however many there are.
    """
    means, readers = means_of(event), _read_by(event, me)
    applied = Q(state=Registration.State.APPLIED) | Q(verdict__told_at__isnull=False)
    rows = (
        Registration.objects.filter(applied, event=event)
        .order_by("made_at", "pk")
        .values_list(
            "pk",
            "contact__name",
            "size",
            "made_at",
            "organisation__name",
            "verdict__outcome",
            "verdict__rank",
            "verdict__decided_at",
            "verdict__told_at",
        )
    )
    every = []
    for pk, name, size, made_at, organisation, outcome, rank, decided_at, told_at in rows:
        number, mine = readers.get(pk, (0, False))
        every.append(
            Line(
                registration=pk,
                name=name,
                size=size,
                made_at=made_at,
                organisation=organisation,
                outcome=outcome or "",
                rank=rank,
                mark=decided_at.isoformat() if decided_at else "",
                is_told=told_at is not None,
                total=total_of(means.get(pk)),
                readers=number,
                is_read_by_me=mine,
            )
        )
    narrowed_to, sort = narrowed_to if narrowed_to in FILTERS else "", sort if sort in SORTS else "time"
    numbers = Counter(line.outcome or UNDECIDED for line in every)
    lines = [line for line in every if narrowed_to in ("", line.outcome or UNDECIDED)]
    if sort == "score":
        lines.sort(key=best_first)
    filters = [(key, label, numbers[key] if key else len(every)) for key, label in FILTERS.items()]
    unread = sum(not line.is_read_by_me and not line.is_told for line in every)
    return Listing(lines, filters, len(every), narrowed_to, sort, unread, means)


def best_first(line: Line) -> tuple[bool, float, datetime, int]:
    """Most points first; who has none yet last; the earlier of two equals first."""
    return line.total is None, -(line.total or 0), line.made_at, line.registration


def in_order_of_points(event: Event, registrations: Iterable[Registration]) -> list[Registration]:
    """The same order for applications at hand. Cost: 1 query."""
    means = means_of(event)

    def key(one: Registration) -> tuple[bool, float, datetime, int]:
        total = total_of(means.get(one.pk))
        return total is None, -(total or 0), one.made_at, one.pk

    return sorted(registrations, key=key)


@dataclass(frozen=True)
class Found:
    """One criterion of one application: its mean (None: nobody has read it, or not yet yours to see), and my own points."""

    criterion: Criterion
    mean: float | None
    mine: int | None


def found_in(registration: Registration, criteria: Sequence[Criterion], me: Person) -> tuple[list[Found], int]:
    """What readers found, criterion by criterion, and how many read it. Means show once ``me`` has read it. Cost: 1 query."""
    points: dict[int, list[int]] = defaultdict(list)
    mine: dict[int, int] = {}
    readers = set()
    for criterion, by, given in registration.scores.values_list("criterion", "by", "points"):
        points[criterion].append(given)
        readers.add(by)
        if by == me.pk:
            mine[criterion] = given
    is_shown = bool(mine)
    found = [
        Found(
            one,
            sum(points[one.pk]) / len(points[one.pk]) if is_shown and points[one.pk] else None,
            mine.get(one.pk),
        )
        for one in criteria
    ]
    return found, len(readers)


def next_unread(event: Event, me: Person, *, after: Registration) -> int | None:
    """The next application in the order they came that ``me`` has not read, from the first again at the end. Cost: 1 query."""
    applied = Registration.objects.filter(event=event, state=Registration.State.APPLIED).exclude(pk=after.pk)
    mine = Score.objects.filter(by=me).values("registration")
    waiting = list(
        applied.exclude(pk__in=mine).exclude(contact=me).order_by("made_at", "pk").values_list("pk", "made_at")
    )
    later = [pk for pk, made_at in waiting if (made_at, pk) > (after.made_at, after.pk)]
    return next(iter(later or [pk for pk, _made_at in waiting]), None)
