"""What proposals hold about the two people they are put before. What the host said is the host's: replies are rows of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from network.pairing.proposals.joining import let_go_of, merge_proposals, merge_reviews
from network.pairing.proposals.models import Proposal, Reply, ReviewRequest, State

COUNTED = _("That something was proposed, and how it ended, is counted; to whom does not stay")
STAFF = _("The coordination of the programme, and the caseworkers of the person")
THREE_YEARS = 3 * 365


def held(purpose: Any, *, audience: Any = STAFF, **facts: Any) -> Held:
    return Held(purpose=purpose, audience=audience, retention=_("Three years after it ended"), **facts)


def left(name: str) -> Any:
    """That something was said stays, where it must be."""
    return lambda row: "…" if getattr(row, name) else ""


declare(
    Proposal,
    owner="person",
    label=_("proposals of a match"),
    fields={
        "facts": held(
            _("To say on which facts a proposal stands"),
            audience=_("The person, whoever is proposed to them, and those who decide"),
            erase=dict,
            label=_("facts it stands on"),
        ),
        "hand_reason": held(
            _("To say why these two were put together"),
            audience=_("Both who are asked, and those who decide"),
            erase=left("hand_reason"),
        ),
        "withdrawn_because": held(
            _("To tell both why it was withdrawn"),
            audience=_("Both who are asked, and those who decide"),
            erase=left("withdrawn_because"),
        ),
        "state": held(_("To carry the proposal through"), stays=COUNTED),
        "made_at": held(pgettext_lazy("proposal", "To know when it was proposed"), stays=COUNTED, label=pgettext_lazy("proposal", "proposed")),
        "closed_at": held(pgettext_lazy("proposal", "To know when it ended"), stays=COUNTED, label=pgettext_lazy("proposal", "ended")),
        "candidate_answer": held(_("To do as the person says"), stays=COUNTED, label=_("the person’s answer")),
        "candidate_answered_at": held(_("To do as the person says"), stays=COUNTED, label=pgettext_lazy("proposal", "answered")),
    },
    not_personal=(
        "request", "offer", "score", "parts", "beyond", "by_hand", "computed", "decided_by", "answer_by", "host_answer",
        "host_answered_at", "ground",
    ),
    beside={
        "offer": Beside(_("offer"), lambda row: row.offer.title),
        "edition": Beside(_("edition"), lambda row: row.offer.edition.title),
        "computed": Beside(_("a programme compared"), lambda row: _("yes") if row.computed else _("no")),
    },
    related=("offer__edition__programme",),
    merge=merge_proposals,
    leave=let_go_of,
    known_until="closed_at",
    # Before the requests and the files are joined; before offers are erased.
    order=55,
)  # fmt: skip
declare(
    Reply,
    owner="person",
    label=_("answers to proposals"),
    fields={
        "answer": held(_("To do as the person says"), stays=COUNTED),
        "why": held(
            _("To propose better next time"), stays=_("Why proposals are declined is counted; who said it is not")
        ),
        "words": held(_("To propose better next time")),
        "said_at": held(_("To do as the person says"), stays=COUNTED, label=pgettext_lazy("proposal", "answered")),
    },
    not_personal=("proposal", "side"),
    beside={"offer": Beside(_("offer"), lambda row: row.proposal.offer.title)},
    related=("proposal__offer",),
    known_until=GOES_ALONG,
    order=56,
)
declare(
    ReviewRequest,
    owner="person",
    label=_("requests for a review of a proposal"),
    fields={
        "words": held(_("To look again at what was proposed"), erase=left("words")),
        "answer": held(
            _("To tell the person what was found"),
            audience=_("The person, and those who decide"),
            erase=left("answer"),
        ),
        "outcome": held(_("To tell the person what was found"), stays=COUNTED),
        "asked_at": held(_("To answer in time"), stays=COUNTED, label=_("asked on")),
        "answered_at": held(_("To answer in time"), stays=COUNTED, label=_("answered on")),
    },
    not_personal=("proposal", "side", "answer_by"),
    beside={
        "offer": Beside(_("offer"), lambda row: row.proposal.offer.title),
        "answered_by": Beside(_("answered by"), lambda row: row.answered_by.name if row.answered_by else ""),
    },
    related=("proposal__offer", "answered_by"),
    merge=merge_reviews,
    known_until="answered_at",
    order=56,
)


# ------------------------------------------------------------------ how long


def ended(before: datetime) -> QuerySet[Proposal]:
    """All that came to nothing; of what was accepted, words that are left: the row goes with its match."""
    old = Proposal.objects.filter(closed_at__lt=before)
    worded = Reply.objects.filter(proposal=OuterRef("pk")).exclude(words="")
    return old.filter(~Q(state=State.ACCEPTED) | Exists(worded))


def forget(rows: Sequence[Proposal], _before: datetime) -> int:
    """Those that were accepted are left without words; the others go, their answers and reviews with them."""
    accepted = [row.pk for row in rows if row.state == State.ACCEPTED]
    Reply.objects.filter(proposal__in=accepted).update(words="")
    Proposal.objects.filter(pk__in=[row.pk for row in rows if row.state != State.ACCEPTED]).delete()
    return len(rows)


keep(
    Keep(
        code="proposals.proposals",
        model=Proposal,
        label=_("proposals of a match, with the answers of both sides and reviews"),
        since=_("the day it was declined, lapsed, was withdrawn or accepted"),
        days=THREE_YEARS,
        due=ended,
        then=forget,
        organisation="request__candidacy__case_file__organisation",
    )
)
