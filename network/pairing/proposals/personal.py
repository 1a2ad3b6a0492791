"""What proposals hold about the two people they are put before."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Held, declare
from network.pairing.proposals.models import Proposal


def held(purpose: Any, **facts: Any) -> Held:
    facts.setdefault("audience", _("The coordination of the programme, and the caseworkers of the person"))
    return Held(purpose=purpose, retention=_("Three years after it ended"), **facts)


declare(
    Proposal,
    owner="person",
    label=_("proposals of a match"),
    fields={
        "hand_reason": held(_("To say why these two were put together"), erase=lambda row: "…" if row.by_hand else ""),
        "host_words": held(_("To propose better next time")),
        "candidate_words": held(_("To propose better next time")),
        "withdrawn_because": held(_("To tell both why it was withdrawn")),
    },
    not_personal=(
        "request", "offer", "score", "parts", "beyond", "by_hand", "computed", "decided_by", "made_at", "answer_by", "state",
        "closed_at", "host_answer", "host_answered_at", "host_why", "candidate_answer", "candidate_answered_at", "candidate_why",
    ),
    known_until=GOES_ALONG,
)  # fmt: skip
