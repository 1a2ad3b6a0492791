"""What offers hold about their hosts, and what becomes of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from network.pairing.offers import actions
from network.pairing.offers.models import Offer, State, Step

COUNTED = _("That an offer was approved is counted for the organisation; who made it does not stay")
BOTH = _(
    "The coordination of the programme, the partner that brought the host, and people to whom the offer is proposed"
)
STAFF = _("The coordination of the programme, and the partner that brought the host")


def held(purpose: Any, *, audience: Any = BOTH, **facts: Any) -> Held:
    facts.setdefault("retention", _("Three years after it was closed"))
    return Held(purpose=purpose, audience=audience, **facts)


def word_left(row: Offer | Step) -> str:
    """That something was said stays, where something must be."""
    return "…" if row.word else ""


def close_those_of(people: Sequence[int]) -> None:
    """Nobody who is erased receives: what is open ends first, and a draft goes."""
    for offer in Offer.objects.alive().filter(host__in=people).select_related("host").order_by("pk"):
        if offer.state == State.DRAFT:
            actions.discard(offer=offer, by=None)
        else:
            actions.close(offer=offer, by=None)


def over(before: datetime) -> QuerySet[Offer]:
    """Closed or declined that long ago, and still saying something."""
    return Offer.objects.filter(state__in=[State.CLOSED, State.DECLINED], state_since__lt=before).exclude(title="…")


def never_sent(before: datetime) -> QuerySet[Offer]:
    return Offer.objects.filter(state=State.DRAFT, state_since__lt=before)


def steps_over(before: datetime) -> QuerySet[Step]:
    ended = Q(offer__state__in=[State.CLOSED, State.DECLINED], offer__state_since__lt=before)
    return Step.objects.filter(ended).exclude(word__in=["", "…"])


declare(
    Offer,
    owner="host",
    label=_("pairing offers"),
    fields={
        "title": held(_("To say what is offered"), erase="…"),
        "folded": held(_("To find the offer by words"), export=False, label=_("in one line, for the search")),
        "what": held(_("To say what is offered")),
        "municipality": held(_("To say where it is")),
        "address": held(_("To find the place, once a match is made")),
        "access_note": held(_("To say what the place offers")),
        "availability": held(_("To find common hours"), erase=0),
        "word": held(_("To tell the host what is missing, or why it is paused"), audience=STAFF, erase=word_left),
        "made_at": held(_("To know when it was made"), stays=COUNTED, label=_("made")),
        "approved_at": held(_("To know when it was approved"), stays=COUNTED, label=_("approved")),
    },
    not_personal=(
        "edition", "format", "organisation", "partner", "language", "purposes", "capacity", "held", "matched",
        "related_welcome", "is_online", "is_on_site", "region", "access", "state", "state_since", "submitted_at", "approved_by",
        "made_by", "open_until", "silences",
    ),
    beside={
        "format": Beside(_("format"), lambda row: row.get_format_display()),
        "edition": Beside(_("edition"), lambda row: row.edition.title),
        "organisation": Beside(_("organisation"), lambda row: row.organisation.name if row.organisation else ""),
    },
    related=("edition__programme", "organisation"),
    leave=close_those_of,
    known_until="state_since",
    known_days=365 * 3,
)  # fmt: skip
declare(
    Step,
    owner="offer__host",
    label=_("moves of offers"),
    fields={
        "word": held(_("To tell the host what is missing, or why it is paused"), audience=STAFF, erase=word_left),
        "at": held(_("To know how the offer came where it stands"), audience=STAFF, stays=COUNTED, label=_("when")),
    },
    not_personal=("offer", "source", "target", "cause", "by"),
    beside={"target": Beside(_("to"), lambda row: row.get_target_display())},
    known_until=GOES_ALONG,
)
keep(
    Keep(
        code="offers.offers",
        model=Offer,
        label=_("pairing offers"),
        since=_("the day it was closed or declined"),
        days=365 * 3,
        due=over,
    )
)
keep(
    Keep(
        code="offers.drafts",
        model=Offer,
        label=_("drafts of pairing offers that were never sent"),
        since=_("the day it was begun"),
        days=365,
        due=never_sent,
        then="delete",
    )
)
keep(
    Keep(
        code="offers.steps",
        model=Step,
        label=_("moves of offers"),
        since=_("the day the offer was closed or declined"),
        days=365 * 3,
        due=steps_over,
    )
)
