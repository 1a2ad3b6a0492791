"""The figures, as SQL counts them: each with the rows behind it.

Persons who benefited (2.6-a): distinct candidates with a match completed in the year. Hours of a group session are its
presence alone: who was at one did not benefit of a match by that. Employers who offered (2.6-b): distinct organisations with an
offer approved in the year, taken up or not. What is counted of a request counts in the year in which it was sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from core.small_numbers import hidden
from network.pairing.figures.years import Year
from network.pairing.gatherings.models import Gathering, Place, Presence
from network.pairing.gatherings.models import State as GatheringState
from network.pairing.matches.models import Match
from network.pairing.matches.models import State as MatchState
from network.pairing.offers.models import Offer, OfferOccupation
from network.pairing.proposals.models import Proposal
from network.pairing.proposals.models import State as ProposalState
from network.pairing.requests.models import IN_THE_QUEUE, Request, RequestOccupation
from network.pairing.rounds.models import RoundCandidate

DIMENSIONS = ("region", "field", "organisation")
#: Stages of a request, in order: each is reached by fewer.
FUNNEL = ("sent", "in_round", "proposed", "accepted", "signed", "met", "completed")
#: Figures that count people, behind which are fewer than five for some reader.
OF_PERSONS = frozenset({"persons", "waiting", "at_groups", *FUNNEL})
#: Columns of the tables.
COLUMNS = ("persons", "employers", "offers", "sent", "waiting")
FIGURES = ("persons", "employers", "offers", "never_used", "waiting", "at_groups", *FUNNEL)

_HOME = "candidacy__case_file__region"
_FOLLOWER = "candidacy__case_file__organisation"


@dataclass(frozen=True)
class Which:
    """What is counted: of these editions (a queryset of ids), in this year, and of one value of a dimension, if any."""

    editions: QuerySet[Any]
    year: Year
    dimension: str = ""
    #: A region's code, a major group's, an organisation's id as text; "" within a dimension: of none.
    value: str = ""

    def of(self, dimension: str, value: str) -> "Which":
        return replace(self, dimension=dimension, value=value)


# ------------------------------------------------------------------ the rows


def _main(model: type[RequestOccupation] | type[OfferOccupation], owner: str, path: str = "pk") -> Subquery:
    rows: QuerySet[Any] = model._default_manager.filter(**{owner: OuterRef(path)}, rank=1)
    return Subquery(rows.values("major_group")[:1])


def requests(which: Which) -> QuerySet[Any]:
    """Sent in the year; the region is where the person lives, the organisation who follows them."""
    first, after = which.year.moments
    rows = Request.objects.filter(candidacy__edition__in=which.editions, sent_at__gte=first, sent_at__lt=after)
    return _narrowed(rows, which, region=_HOME, organisation=_FOLLOWER, main=_main(RequestOccupation, "request"))


def waiting(which: Which) -> QuerySet[Any]:
    """In the queue today, whenever it was sent."""
    rows = Request.objects.filter(candidacy__edition__in=which.editions, state__in=IN_THE_QUEUE)
    return _narrowed(rows, which, region=_HOME, organisation=_FOLLOWER, main=_main(RequestOccupation, "request"))


def matches(which: Which) -> QuerySet[Any]:
    """Completed in the year; the region is the offer's, the organisation who follows the candidate."""
    rows = Match.objects.filter(edition__in=which.editions).completed_between(which.year.first_day, which.year.last_day)
    main = _main(OfferOccupation, "offer", "offer")
    return _narrowed(rows, which, region="offer__region", organisation=f"request__{_FOLLOWER}", main=main)


def offers(which: Which) -> QuerySet[Any]:
    """Approved the first time in the year, unfilled ones, too; the organisation is the partner that brought the host."""
    first, after = which.year.moments
    rows = Offer.objects.filter(edition__in=which.editions, approved_at__gte=first, approved_at__lt=after)
    main = _main(OfferOccupation, "offer")
    return _narrowed(rows, which, region="region", organisation="partner__organisation", main=main)


def never_used(which: Which) -> QuerySet[Any]:
    """Of those, of hosts who never met anybody: no match of any offer of theirs, and nobody at a group session."""
    met = Match.objects.filter(host=OuterRef("host"))
    came = Gathering.objects.filter(offer__host=OuterRef("host"), came__gt=0)
    return offers(which).filter(~Exists(met), ~Exists(came))


def presences(which: Which) -> QuerySet[Any]:
    """At a group session that was held in the year."""
    held = {"gathering__state": GatheringState.HELD, "gathering__offer__edition__in": which.editions}
    days = (which.year.first_day, which.year.last_day)
    rows = Place.objects.filter(presence=Presence.PRESENT, gathering__start_date__range=days, **held)
    main = _main(OfferOccupation, "offer", "gathering__offer")
    return _narrowed(rows, which, region="gathering__offer__region", organisation=f"request__{_FOLLOWER}", main=main)


def _narrowed(rows: QuerySet[Any], which: Which, *, region: str, organisation: str, main: Subquery) -> QuerySet[Any]:
    """With ``of_region``, ``of_field`` and ``of_organisation``, and only those of the value asked for."""
    found: QuerySet[Any] = rows.annotate(of_region=F(region), of_field=main, of_organisation=F(organisation))
    if which.dimension:
        found = found.filter(**{f"of_{which.dimension}": which.value or None})
    return found


# ------------------------------------------------------------------ the numbers


def _reached() -> dict[str, Any]:
    """What a request must have had to have reached a stage. Each holds where a later one does."""
    own = Proposal.objects.filter(request=OuterRef("pk"))
    made = Match.objects.filter(request=OuterRef("pk"))
    completed = Exists(made.filter(state=MatchState.COMPLETED))
    met = Q(completed) | Q(Exists(made.filter(began_at__isnull=False)))
    signed = met | Q(Exists(made.filter(signed_at__isnull=False)))
    accepted = signed | Q(Exists(made)) | Q(Exists(own.filter(state=ProposalState.ACCEPTED)))
    proposed = accepted | Q(Exists(own))
    in_round = proposed | Q(Exists(RoundCandidate.objects.filter(request=OuterRef("pk"))))
    return {
        "sent": Q(),
        "in_round": in_round,
        "proposed": proposed,
        "accepted": accepted,
        "signed": signed,
        "met": met,
        "completed": Q(completed),
    }


def funnel(which: Which) -> dict[str, int]:
    """Stage -> persons whose request was sent in the year and has come so far. Cost: 1 query, whatever the number."""
    person = "candidacy__case_file__person"
    counted = {
        name: Count(person, distinct=True, filter=condition if condition else None)
        for name, condition in _reached().items()
    }
    return dict(requests(which).order_by().aggregate(**counted))


def rows_of(name: str, which: Which) -> QuerySet[Any]:
    """The rows behind a figure. Raises KeyError for the name of none. No query of its own."""
    if name in FUNNEL:
        return requests(which).filter(_reached()[name])
    return {
        "persons": matches,
        "employers": lambda asked: offers(asked).exclude(organisation=None),
        "offers": offers,
        "never_used": never_used,
        "waiting": waiting,
        "at_groups": presences,
    }[name](which)


#: What is counted once, of the rows behind a figure.
COUNTED = {
    "persons": "candidate",
    "employers": "organisation",
    "offers": "pk",
    "never_used": "host",
    "at_groups": "request__candidacy__case_file__person",
    **dict.fromkeys(("waiting", *FUNNEL), "candidacy__case_file__person"),
}


def number(name: str, which: Which) -> int:
    """One figure. Cost: 1 query."""
    found: dict[str, int] = rows_of(name, which).order_by().aggregate(n=Count(COUNTED[name], distinct=True))
    return found["n"]


def numbers(which: Which) -> dict[str, int]:
    """Every figure. Cost: 7 queries, whatever the number."""
    return {name: number(name, which) for name in FIGURES if name not in FUNNEL} | funnel(which)


def by(dimension: str, which: Which) -> dict[str, dict[str, int]]:
    """Value of the dimension ("" for none) -> column -> number. Somebody in two is in both. Cost: 5 queries."""
    found: dict[str, dict[str, int]] = {}
    for column in COLUMNS:
        rows = rows_of(column, which).order_by().values_list(f"of_{dimension}")
        for value, n in rows.annotate(n=Count(COUNTED[column], distinct=True)):
            found.setdefault("" if value is None else str(value), dict.fromkeys(COLUMNS, 0))[column] = n
    return found


@dataclass(frozen=True)
class Waits:
    """Days, in the middle: half waited less. None where too few did."""

    to_a_match: int | None
    now: int | None


def waits(which: Which, *, least: int = 1) -> Waits:
    """From sending a request to the first proposal that both accepted; and of those who wait now; of ``least`` persons. Cost: 2
    queries."""
    yes = Proposal.objects.filter(request=OuterRef("pk"), state=ProposalState.ACCEPTED).order_by("closed_at")
    found = requests(which).annotate(accepted_at=Subquery(yes.values("closed_at")[:1])).exclude(accepted_at=None)
    now = timezone.now()
    return Waits(
        _middle(found.order_by().values_list("sent_at", "accepted_at"), least),
        _middle(((since, now) for since in waiting(which).order_by().values_list("waiting_since", flat=True)), least),
    )


def _middle(spans: Iterable[tuple[datetime, datetime]], least: int) -> int | None:
    days = [max(0, (end - start).days) for start, end in spans]
    return round(median(days)) if len(days) >= least else None


# ------------------------------------------------------------------ small numbers


def masked(cells: dict[str, int | None]) -> dict[str, int | None]:
    """Numbers of persons as they are told: None for one that is not (``core.small_numbers``). What is 0 tells of nobody."""
    untold = hidden({key: number for key, number in cells.items() if number})
    return {key: None if key in untold else number for key, number in cells.items()}
