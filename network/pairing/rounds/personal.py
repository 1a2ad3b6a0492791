"""What rounds hold about people: who was left out and why, why two were put together by hand, and who must not be put with whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from network.pairing.requests.models import Request
from network.pairing.rounds.models import Change, Exclusion, Round, RoundCandidate, RoundPair
from people.accounts.models import Person

CANDIDATE = "request__candidacy__case_file__person"
REVIEWERS = _("The coordination of the programme, and those who review its rounds")
AFTER = _("Three years after the round")
THREE_YEARS = 3 * 365
COUNTED = _("How many were paired and how many waited is counted; who it was does not stay")
#: What stands in place of a reason that was erased.
GONE = "…"


def held(purpose: Any, **facts: Any) -> Held:
    facts.setdefault("retention", AFTER)
    facts.setdefault("audience", REVIEWERS)
    return Held(purpose=purpose, **facts)


declare(
    Round,
    owner="asked_by",
    label=_("rounds asked for"),
    fields={
        "asked_at": held(
            _("To know who asked for a computation, and when"),
            stays=_("It is the edition's own, and then names nobody"),
            label=_("asked on"),
        )
    },
    not_personal=(
        "edition", "number", "kind", "state", "started_at", "ended_at", "attempts", "stage", "progress", "trouble", "objective",
        "weights", "keep_bonus", "candidates", "hosts", "places", "edges", "pairs", "days", "score", "value", "longest_left",
        "is_proven", "verify_ms", "cpu_ms", "rule_prices", "scarcity", "problem", "version", "decided_by", "decided_at", "closed_at",
        "replaced_by",
    ),
    known_until=GOES_ALONG,
)  # fmt: skip

declare(
    RoundCandidate,
    owner=CANDIDATE,
    label=_("places in a round"),
    fields={
        "days_waited": held(_("To serve first whoever waits longest"), stays=COUNTED, label=_("days waited")),
        "because": held(_("To say why nobody is proposed to the person"), stays=COUNTED, label=_("why nobody is proposed")),
        "facts": held(_("To say why nobody is proposed to the person"), export=False, erase=dict),
    },
    not_personal=("round", "request", "order", "reach", "gain"),
    beside={"round": Beside(_("round"), lambda row: str(row.round.number))},
    related=("round",),
    known_until=GOES_ALONG,
)  # fmt: skip

declare(
    RoundPair,
    owner=CANDIDATE,
    label=_("pairs of a round"),
    fields={
        "parts": held(_("To say why these two were put together"), erase=dict),
        "reason": held(
            _("To say why two were put together by hand, or must not be"), erase=lambda row: GONE if row.reason else ""
        ),
    },
    not_personal=("round", "request", "offer", "score", "origin", "state", "beyond", "by", "at", "proposal", "fell_because"),
    beside={"round": Beside(_("round"), lambda row: str(row.round.number))},
    related=("round",),
    known_until=GOES_ALONG,
)  # fmt: skip


def forget_in_changes(people: Sequence[int]) -> None:
    """What stood about them in a change that was about somebody else: who it was put with stays, the words go."""
    gone = set(Request.objects.filter(candidacy__case_file__person__in=people).values_list("pk", flat=True))
    there = RoundCandidate.objects.filter(request__in=gone).values("round")
    for change in Change.objects.filter(round__in=there).exclude(before=[]):
        before = [_wordless(each) if each["request"] in gone else each for each in change.before]
        if before != change.before:
            change.before = before
            change.save(update_fields=["before"])


def _wordless(each: dict[str, Any]) -> dict[str, Any]:
    rows = each.get("rows", [])
    return {**each, "rows": [{**row, "reason": GONE if row["reason"] else "", "parts": {}} for row in rows]}


declare(
    Change,
    owner=CANDIDATE,
    label=_("changes of a round by hand"),
    fields={
        "before": held(_("To take a change back"), export=False, erase=list),
    },
    not_personal=(
        "round", "version", "kind", "request", "offer", "exclusion", "pairs", "days", "score", "others", "by", "at", "undone_at",
        "undone_by",
    ),
    leave=forget_in_changes,
    known_until=GOES_ALONG,
)  # fmt: skip


def merge_exclusions(keep: Person, gone: Person) -> None:
    """What held for either holds for both; what stood twice stands once."""
    for exclusion in Exclusion.objects.filter(person=gone):
        same = Exclusion.objects.standing().filter(person=keep, offer=exclusion.offer_id, host=exclusion.host_id)
        if exclusion.lifted_at is None and same.exists():
            exclusion.delete()
    Exclusion.objects.filter(person=gone).update(person=keep)
    for exclusion in Exclusion.objects.filter(host=gone):
        same = Exclusion.objects.standing().filter(person=exclusion.person_id, host=keep)
        if exclusion.lifted_at is None and same.exists():
            exclusion.delete()
    Exclusion.objects.filter(host=gone).update(host=keep)


def end_exclusions(people: Sequence[int]) -> None:
    """Nobody who is erased is put with anybody: nothing is left to keep apart."""
    standing = Exclusion.objects.standing().filter(Q(person__in=people) | Q(host__in=people))
    standing.update(lifted_at=timezone.now(), lifted_by=None)


declare(
    Exclusion,
    owner="person",
    label=_("hosts that the person is not put with"),
    fields={
        "reason": held(
            _("To propose nothing that must not be"), retention=_("Three years after it was lifted"), erase=GONE
        ),
        "at": held(
            _("To know since when it holds"),
            retention=_("Three years after it was lifted"),
            stays=_("It then names nobody"),
            label=_("since"),
        ),
    },
    not_personal=("edition", "offer", "host", "round", "by", "lifted_at", "lifted_by"),
    merge=merge_exclusions,
    leave=end_exclusions,
    known_until=GOES_ALONG,
)

# ------------------------------------------------------------------ how long


def past_pairs(before: datetime) -> QuerySet[RoundPair]:
    """With words or parts, of rounds that were closed before a moment."""
    says = ~Q(reason__in=["", GONE]) | ~Q(parts={})
    return RoundPair.objects.filter(says, round__closed_at__lt=before)


def past_candidates(before: datetime) -> QuerySet[RoundCandidate]:
    return RoundCandidate.objects.filter(round__closed_at__lt=before).exclude(facts={})


def past_changes(before: datetime) -> QuerySet[Change]:
    return Change.objects.filter(round__closed_at__lt=before)


def past_exclusions(before: datetime) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(lifted_at__lt=before)


SINCE_CLOSED = _("the day the round was published or put aside")
keep(
    Keep(
        code="rounds.pairs",
        model=RoundPair,
        label=_("reasons and parts of pairs of a round"),
        since=SINCE_CLOSED,
        days=THREE_YEARS,
        due=past_pairs,
    )
)
keep(
    Keep(
        code="rounds.candidates",
        model=RoundCandidate,
        label=_("why somebody was left out of a round, in detail"),
        since=SINCE_CLOSED,
        days=THREE_YEARS,
        due=past_candidates,
        fields=("facts",),
    )
)
keep(
    Keep(
        code="rounds.changes",
        model=Change,
        label=_("changes of a round by hand"),
        since=SINCE_CLOSED,
        days=THREE_YEARS,
        due=past_changes,
        then="delete",
    )
)
keep(
    Keep(
        code="rounds.exclusions",
        model=Exclusion,
        label=_("hosts that somebody was not put with"),
        since=_("the day it was lifted"),
        days=THREE_YEARS,
        due=past_exclusions,
        then="delete",
    )
)
