"""What the pages of a round show, page by page, at a number of queries that does not grow with the round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from network.pairing.editions.models import WEIGHTS, PairingSettings
from network.pairing.kinds import PAIRED
from network.pairing.offers.models import Offer
from network.pairing.proposals.wording import BEYOND, LABELS
from network.pairing.requests.models import Request
from network.pairing.rounds import showing, wording
from network.pairing.rounds.board import Totals
from network.pairing.rounds.models import (
    Because,
    Change,
    Exclusion,
    Origin,
    PairState,
    Round,
    RoundCandidate,
    RoundPair,
    State,
)
from network.pairing.rounds.models.round import RoundQuerySet
from network.pairing.rounds.showing import CandidateFace, HostFace
from people.programmes.models import Edition

PAGE = 50


@dataclass(frozen=True)
class Bar:
    """One part of a score."""

    label: str
    points: int
    most: int
    #: Its place in the drawing, from 0.
    number: int = 0

    @property
    def share(self) -> int:
        """Of the most there are, 0 to 100."""
        return 100 * self.points // self.most if self.most else 0

    @property
    def x(self) -> int:
        return 11 * self.number

    @property
    def height(self) -> int:
        """Of 24; a trace is left of nothing."""
        return max(24 * self.share // 100, 1)

    @property
    def y(self) -> int:
        return 24 - self.height


def bars(parts: Mapping[str, int], weights: Mapping[str, int]) -> list[Bar]:
    """In the order of the settings; those that weigh nothing are left out."""
    names = [name for name in WEIGHTS if weights.get(name) or parts.get(name)]
    return [
        Bar(
            str(LABELS.get(name, name)),
            parts.get(name, 0),
            max(weights.get(name, 0), parts.get(name, 0)),
            number=number,
        )
        for number, name in enumerate(names)
    ]


# ------------------------------------------------------------------ what changed since the last round


@dataclass(frozen=True)
class Since:
    """Against the round before: None where there is none."""

    number: int
    pairs: Mapping[int, int]
    same: int
    moved: int
    new: int
    lost: int
    gone: int

    def of(self, request: int, offer: int) -> str:
        """``same``, ``moved`` or ``new``."""
        before = self.pairs.get(request)
        return "new" if before is None else "same" if before == offer else "moved"


def since_last(round_: Round) -> Since | None:
    """Cost: 3 queries, 1 where it is the first."""
    last = Round.objects.before(round_).first()
    if last is None:
        return None
    shown = Q(state__in=[PairState.PROPOSED, PairState.LOCKED, PairState.PUBLISHED, PairState.FELL_THROUGH])
    before = dict(RoundPair.objects.filter(shown, round=last).values_list("request", "offer"))
    now = dict(RoundPair.objects.filter(shown, round=round_).values_list("request", "offer"))
    waiting = set(RoundCandidate.objects.filter(round=round_).values_list("request", flat=True))
    both = now.keys() & before.keys()
    same = sum(now[request] == before[request] for request in both)
    lost = before.keys() - now.keys()
    return Since(
        number=last.number,
        pairs=before,
        same=same,
        moved=len(both) - same,
        new=len(now.keys() - before.keys()),
        lost=len(lost & waiting),
        gone=len(lost - waiting),
    )


# ------------------------------------------------------------------ pairs


@dataclass(frozen=True)
class PairLine:
    pair: RoundPair
    days: int
    candidate: CandidateFace
    host: HostFace
    bars: list[Bar]
    #: Against the last round: « new », « moved », « same », or "".
    change: str
    fell: str = ""
    beyond: list[str] = field(default_factory=list)

    @property
    def weakest(self) -> str:
        """The part that speaks least for the pair, in lower case; "" where all are full."""
        low = min(self.bars, key=lambda bar: bar.share, default=None)
        return low.label.lower() if low and low.share < 100 else ""


FILTERS = ("all", "locked", "hand", "beyond", "fell", "excluded")


def pairs(
    round_: Round, *, show: str = "all", family: str = "", region: str = "", sort: str = "wait"
) -> QuerySet[RoundPair]:
    """Pairs of a board, narrowed and in order."""
    found = RoundPair.objects.filter(round=round_, request__round_rows__round=round_).annotate(
        days=F("request__round_rows__days_waited"), place=F("request__round_rows__order")
    )
    if show == "excluded":
        found = found.filter(state=PairState.EXCLUDED)
    elif show == "fell":
        found = found.filter(state=PairState.FELL_THROUGH)
    else:
        found = found.exclude(state=PairState.EXCLUDED)
    if show == "locked":
        found = found.filter(state=PairState.LOCKED)
    if show == "hand":
        found = found.filter(origin__in=[Origin.HAND, Origin.MOVED])
    if show == "beyond":
        found = found.exclude(beyond=[])
    if family:
        found = found.filter(request__occupations__rank=1, request__occupations__major_group=family)
    if region:
        found = found.filter(offer__region=region)
    return found.order_by(*(("score", "place") if sort == "score" else ("place",)), "pk")


def pair_lines(round_: Round, page: Page[RoundPair], user: Any, since: Since | None) -> list[PairLine]:
    """Cost: about 12 queries, however long the page."""
    rows = list(page)
    faces = showing.candidates({row.request_id for row in rows}, user)
    offers = showing.hosts({row.offer_id for row in rows})
    return [
        PairLine(
            pair=row,
            days=row.days,  # type: ignore[attr-defined]  # annotated above
            candidate=faces[row.request_id],
            host=offers[row.offer_id],
            bars=bars(row.parts, round_.weights),
            change=since.of(row.request_id, row.offer_id) if since and row.state != PairState.EXCLUDED else "",
            fell=wording.fell(row.fell_because) if row.fell_because else "",
            beyond=[str(BEYOND.get(code, code)) for code in row.beyond],
        )
        for row in rows
    ]


# ------------------------------------------------------------------ those left out


@dataclass(frozen=True)
class LeftLine:
    row: RoundCandidate
    candidate: CandidateFace
    because: str
    more: list[str]
    remedies: list[str]


def left_out(round_: Round, *, because: str = "", family: str = "") -> QuerySet[RoundCandidate]:
    found = RoundCandidate.objects.filter(round=round_).exclude(because=Because.PAIRED)
    if because:
        found = found.filter(because=because)
    if family:
        found = found.filter(request__occupations__rank=1, request__occupations__major_group=family)
    return found.order_by("order")


def left_lines(page: Page[RoundCandidate], user: Any) -> list[LeftLine]:
    """Cost: about 12 queries, however long the page."""
    rows = list(page)
    faces = showing.candidates({row.request_id for row in rows}, user)
    nearest = showing.hosts({row.facts["offer"] for row in rows if "offer" in row.facts})
    titles = {key: face.title for key, face in nearest.items()}
    return [
        LeftLine(
            row, faces[row.request_id], wording.left_out(row), wording.left_out_more(row, titles), wording.remedies(row)
        )
        for row in rows
    ]


def page_of(found: QuerySet[Any], number: str | None) -> Page[Any]:
    return Paginator(found, PAGE).get_page(number)


# ------------------------------------------------------------------ what people did


@dataclass(frozen=True)
class ChangeLine:
    change: Change
    candidate: CandidateFace
    host: HostFace
    price: list[str]


def change_lines(round_: Round, user: Any, number: str | None = None) -> tuple[Page[Change], list[ChangeLine]]:
    """The last first. Cost: about 14 queries."""
    page = page_of(Change.objects.filter(round=round_).select_related("by", "undone_by"), number)
    rows = list(page)
    faces = showing.candidates({row.request_id for row in rows}, user)
    offers = showing.hosts({row.offer_id for row in rows})
    lines = [
        ChangeLine(
            row,
            faces[row.request_id],
            offers[row.offer_id],
            wording.price(Totals(row.pairs, row.days, row.score)),
        )
        for row in rows
    ]
    return page, lines


def last_words(round_: Round) -> str:
    """« Last change: moved, by Marie Tremblay. » Cost: 1 query."""
    change = Change.objects.filter(round=round_).select_related("by", "undone_by").first()
    if change is None:
        return ""
    who = change.undone_by if change.undone_at else change.by
    name = who.name if who else "—"
    if change.undone_at:
        return _("Last change: %(what)s, taken back by %(name)s.") % {"what": change.get_kind_display(), "name": name}
    return _("Last change: %(what)s, by %(name)s.") % {"what": change.get_kind_display(), "name": name}


# ------------------------------------------------------------------ where hosts are missing


def scarcity(round_: Round) -> dict[str, list[dict[str, Any]]]:
    """Groups with their names. Cost: 2 queries."""
    kept = round_.scarcity or {}
    family = kept.get("family", [])
    region = kept.get("region", [])
    names = showing.families(each["group"] for each in family) | {
        f"r{code}": name for code, name in showing.regions(each["group"] for each in region).items()
    }
    return {
        "family": [each | {"name": names.get(each["group"], each["group"])} for each in family if _is_scarce(each)],
        "region": [each | {"name": names.get(f"r{each['group']}", "")} for each in region if _is_scarce(each)],
    }


def _is_scarce(each: Mapping[str, Any]) -> bool:
    return bool(each["left_out"] or each["would_serve"])


def rule_prices(round_: Round) -> list[dict[str, Any]]:
    """What each rule costs, the dearest first."""
    ordered = sorted(round_.rule_prices or [], key=lambda each: (-each["pairs"], -each["days"], each["rule"]))
    return [each | {"name": wording.rule(each["rule"])} for each in ordered]


# ------------------------------------------------------------------ what stands above a board


@dataclass(frozen=True)
class Summary:
    """``last``: the change that can be taken back; ``locked``: pairs that stay whatever comes."""

    since: Since | None
    last: Change | None
    locked: int
    excluded: int
    sent: int
    fell: int


def summary(round_: Round) -> Summary:
    """Cost: 5 queries."""
    states = dict(RoundPair.objects.filter(round=round_).order_by().values_list("state").annotate(number=Count("pk")))
    last = Change.objects.filter(round=round_, undone_at=None).select_related("by").first() if round_.is_ready else None
    return Summary(
        since=since_last(round_) if round_.is_proven else None,
        last=last,
        locked=states.get(PairState.LOCKED, 0),
        excluded=states.get(PairState.EXCLUDED, 0),
        sent=states.get(PairState.PUBLISHED, 0),
        fell=states.get(PairState.FELL_THROUGH, 0),
    )


@dataclass(frozen=True)
class Sending:
    """What a publication would send."""

    pairs: int
    by_hand: int
    beyond: int


def sending(round_: Round) -> Sending:
    """Cost: 1 query."""
    standing = RoundPair.objects.standing().filter(round=round_)
    by_hand = Q(origin__in=[Origin.HAND, Origin.MOVED])
    found = standing.aggregate(
        pairs=Count("pk"), by_hand=Count("pk", filter=by_hand), beyond=Count("pk", filter=~Q(beyond=[]))
    )
    return Sending(**found)


# ------------------------------------------------------------------ editions


@dataclass(frozen=True)
class EditionLine:
    """``last``: its last round; ``waiting``: people whom a round would look at now; ``places``: free ones."""

    settings: PairingSettings
    last: Round | None
    waiting: int
    places: int

    @property
    def is_busy(self) -> bool:
        return self.last is not None and (self.last.is_under_way or self.last.state == State.PUBLISHING)


def edition_lines(settings: Sequence[PairingSettings], rounds: RoundQuerySet) -> list[EditionLine]:
    """Cost: 3 queries, however many."""
    keys = [each.pk for each in settings]
    last = {each.edition_id: each for each in rounds.filter(edition__in=keys).latest_of_editions().defer("problem")}
    waiting = dict(
        Request.objects.ready()
        .filter(candidacy__edition__in=keys)
        .order_by()
        .values_list("candidacy__edition")
        .annotate(number=Count("pk"))
    )
    places = dict(
        Offer.objects.with_room()
        .filter(edition__in=keys, format__in=PAIRED)
        .order_by()
        .values_list("edition")
        .annotate(number=Sum(F("capacity") - F("held") - F("matched")))
    )
    return [EditionLine(each, last.get(each.pk), waiting.get(each.pk, 0), places.get(each.pk, 0)) for each in settings]


def published_editions(rounds: QuerySet[Round]) -> QuerySet[Edition]:
    published = rounds.filter(state=State.PUBLISHED)
    return (
        Edition.objects.filter(pk__in=published.values("edition"))
        .select_related("programme")
        .order_by("-starts_on", "-pk")
    )


def exclusion_line(exclusion: Exclusion, user: Any) -> showing.ExclusionLine:
    (line,) = showing.exclusions([exclusion], user)
    return line
