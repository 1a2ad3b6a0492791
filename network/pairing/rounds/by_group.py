"""Who is paired and who waits, by groups that the file knows and the score does not: for whoever answers for fairness.

Nothing of it enters a score: the engine's profiles have no such field. A number under 5 is not shown, nor one that the others
would give away: of a column with one number hidden, another is hidden with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reference.models import ImmigrationCategory, Region
from core.small_numbers import hidden
from network.pairing.rounds.models import Because, PairState, Round, RoundCandidate, RoundPair, State
from people.participants.models import CaseFile, FrenchSkillLevel
from people.pool.bands import band_of
from people.pool.reading import BAND_NAMES
from people.programmes.kinds import SKILLS
from people.programmes.models import Edition

#: Years since the arrival: from, to, words.
ARRIVALS: tuple[tuple[int, int, str | Promise], ...] = (
    (0, 1, gettext_lazy("Less than two years ago")),
    (2, 4, gettext_lazy("Two to four years ago")),
    (5, 9, gettext_lazy("Five to nine years ago")),
    (10, 200, gettext_lazy("Ten years ago or more")),
)


@dataclass(frozen=True)
class Case:
    """One person: whether a pair was sent for them (or is on the board), and how long they had waited then, or have waited."""

    file: int
    paired: bool
    days: int


@dataclass(frozen=True)
class Row:
    """One group. None: hidden."""

    name: str
    people: int | None
    paired: int | None
    wait_paired: float | None
    wait_waiting: float | None

    @property
    def share(self) -> int | None:
        """Per cent."""
        if not self.people or self.paired is None:
            return None
        return round(100 * self.paired / self.people)


@dataclass(frozen=True)
class Table:
    title: str
    rows: list[Row]
    hides: bool


def cases_of_round(round_: Round) -> list[Case]:
    """Of one board. Cost: 1 query."""
    found = RoundCandidate.objects.filter(round=round_).values_list(
        "request__candidacy__case_file", "because", "days_waited"
    )
    return [Case(file, because == Because.PAIRED, days) for file, because, days in found]


def cases_of_edition(edition: Edition) -> list[Case]:
    """Of all published rounds: each person once, paired if a pair was sent for them once. Cost: 2 queries."""
    published = Round.objects.filter(edition=edition, state=State.PUBLISHED)
    sent: dict[int, int] = {}
    pairs: QuerySet[Any, Any] = RoundPair.objects.filter(round__in=published, state=PairState.PUBLISHED).values_list(
        "request__candidacy__case_file", "round__number", "request"
    )
    first: dict[int, tuple[int, int]] = {}
    for file, number, request in pairs:
        first[file] = min(first.get(file, (number, request)), (number, request))
    days = RoundCandidate.objects.filter(
        round__in=published, request__in=[request for _number, request in first.values()]
    ).values_list("request", "round__number", "days_waited")
    waited = {(number, request): there for request, number, there in days}
    for file, key in first.items():
        sent[file] = waited.get(key, 0)
    still: QuerySet[Any, Any] = (
        RoundCandidate.objects.filter(round__in=published)
        .order_by()
        .values_list("request__candidacy__case_file")
        .annotate(Max("days_waited"))
    )
    found = [Case(file, True, there) for file, there in sent.items()]
    return found + [Case(file, False, there) for file, there in still if file not in sent]


def tables(cases: Iterable[Case]) -> list[Table]:
    """Cost: 4 queries."""
    listed = list(cases)
    groupings = _groups({case.file for case in listed})
    return [_table(title, listed, of) for title, of in groupings]


def _groups(files: set[int]) -> list[tuple[str, Mapping[int, str]]]:
    """For each grouping, file -> name of its group."""
    rows = list(CaseFile.objects.filter(pk__in=files).values_list("pk", "category", "region", "arrival_year"))
    categories = {row.pk: str(row.name) for row in ImmigrationCategory.objects.all()}
    regions = {row.pk: str(row.name) for row in Region.objects.all()}
    levels: dict[int, dict[str, int]] = defaultdict(dict)
    said = FrenchSkillLevel.objects.filter(case_file__in=files, skill__in=SKILLS["oral"])
    for file, skill, level in said.values_list("case_file", "skill", "level"):
        levels[file][str(skill)] = int(level)
    year = timezone.localdate().year
    return [
        (_("Immigration category"), {file: categories.get(category, _("Not said")) for file, category, _r, _y in rows}),
        (_("Oral French"), {file: str(BAND_NAMES[band_of(levels[file])]) for file, _c, _r, _y in rows}),
        (_("Region of living"), {file: regions.get(region, _("Not said")) for file, _c, region, _y in rows}),
        (_("Arrival in Québec"), {file: _arrival(year, arrived) for file, _c, _r, arrived in rows}),
    ]


def _arrival(year: int, arrived: int | None) -> str:
    if arrived is None:
        return _("Not said")
    since = max(year - arrived, 0)
    return next(str(words) for least, most, words in ARRIVALS if least <= since <= most)


def _table(title: str, cases: Iterable[Case], of: Mapping[int, str]) -> Table:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.file in of:
            groups[of[case.file]].append(case)
    people = hidden({name: len(found) for name, found in groups.items()})
    paired = {name: sum(case.paired for case in found) for name, found in groups.items()}
    waiting = {name: len(found) - paired[name] for name, found in groups.items()}
    # Either gives the other away once the whole is shown.
    both = people | hidden(paired, also=people) | hidden(waiting, also=people)
    both |= hidden(paired, also=both) | hidden(waiting, also=both)
    rows = [
        Row(
            name=name,
            people=None if name in people else len(found),
            paired=None if name in both else paired[name],
            wait_paired=None if name in both else _median(case.days for case in found if case.paired),
            wait_waiting=None if name in both else _median(case.days for case in found if not case.paired),
        )
        for name, found in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    ]
    return Table(title, rows, bool(both))


def _median(days: Iterable[int]) -> float | None:
    listed = list(days)
    return median(listed) if listed else None
