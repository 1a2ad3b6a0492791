"""What offers hold about their hosts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Held, declare
from network.pairing.offers.models import Offer, Step

COUNTED = _("That an offer was approved is counted for the organisation; who made it does not stay")
BOTH = _(
    "The coordination of the programme, the partner that brought the host, and people to whom the offer is proposed"
)


def held(purpose: Any, *, audience: Any = BOTH, **facts: Any) -> Held:
    facts.setdefault("retention", _("Three years after it was closed"))
    return Held(purpose=purpose, audience=audience, **facts)


declare(
    Offer,
    owner="host",
    label=_("pairing offers"),
    fields={
        "title": held(_("To say what is offered"), erase="…"),
        "what": held(_("To say what is offered")),
        "municipality": held(_("To say where it is")),
        "address": held(_("To find the place, once a match is made")),
        "access_note": held(_("To say what the place offers")),
        "availability": held(_("To find common hours"), erase=0),
        "word": held(_("To tell the host what is missing, or why it is paused"), erase=lambda row: "…" if row.word else ""),
    },
    not_personal=(
        "edition", "format", "organisation", "partner", "language", "purposes", "capacity", "held", "matched",
        "related_welcome", "is_online", "is_on_site", "region", "access", "state", "made_at", "state_since",
        "submitted_at", "approved_at", "approved_by", "made_by", "open_until", "silences",
    ),
    known_until="open_until",
)  # fmt: skip
declare(
    Step,
    owner="offer__host",
    label=_("moves of offers"),
    fields={
        "word": held(
            _("To tell the host what is missing, or why it is paused"), erase=lambda row: "…" if row.word else ""
        )
    },
    not_personal=("offer", "source", "target", "cause", "by", "at"),
    known_until=GOES_ALONG,
)
