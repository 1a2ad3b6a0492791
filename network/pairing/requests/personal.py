"""What requests hold about candidates."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, declare
from network.pairing.requests import actions
from network.pairing.requests.joining import merge_requests
from network.pairing.requests.models import Request, RequestOccupation, Step

BOTH = _("The person, and the caseworkers of the organisation that follows them")


def held(purpose: Any, *, audience: Any = BOTH, **facts: Any) -> Held:
    facts.setdefault("retention", _("Three years after the file was closed"))
    return Held(purpose=purpose, audience=audience, **facts)


def end_those_of(people: Sequence[int]) -> None:
    """Nobody who is erased waits for a match: what is open ends first, and rooms above let go of what they proposed."""
    for request in Request.objects.live().filter(candidacy__case_file__person__in=people).order_by("pk"):
        actions.end(request=request, by=None)


declare(
    Request,
    owner="candidacy__case_file__person",
    label=_("requests for a match"),
    fields={
        "purposes": held(_("To know what the person hopes for"), erase=list),
        "formats": held(_("To know what the person hopes for"), erase=list),
        "regions": held(
            _("To propose nothing that does not suit"),
            stays=_("How many people wish for a region is counted; who does is not"),
        ),
        "availability": held(_("To find common hours"), erase=0),
        "musts": held(_("To propose nothing that does not suit"), erase=list),
        "wishes": held(_("To propose what suits best"), erase=list),
        "words": held(_("To know what the person hopes for")),
        "reason": held(_("To know why it was put aside or ended")),
        "sent_at": held(
            _("To keep the order of the queue"),
            stays=_("How long people waited is counted; who did is not"),
            label=_("sent at"),
        ),
        "waiting_since": held(
            _("To keep the order of the queue"),
            stays=_("How long people waited is counted; who did is not"),
            label=_("waiting since"),
        ),
    },
    not_personal=(
        "candidacy",
        "related_welcome",
        "goes_anywhere",
        "online_welcome",
        "language",
        "state",
        "made_at",
        "made_by",
        "state_since",
        "news",
    ),
    beside={
        "edition": Beside(_("edition"), lambda row: row.candidacy.edition.title),
        "state": Beside(_("state"), lambda row: row.get_state_display()),
    },
    related=("candidacy__edition__programme",),
    merge=merge_requests,
    leave=end_those_of,
    known_until=GOES_ALONG,
    # Before the files are joined.
    order=66,
)
declare(
    RequestOccupation,
    owner="request__candidacy__case_file__person",
    label=_("occupations aimed at"),
    fields={
        "code": held(
            _("To look for a host of that field"), stays=_("How many people aim at a field is counted; who does is not")
        )
    },
    not_personal=("request", "rank", "major_group"),
    known_until=GOES_ALONG,
)
declare(
    Step,
    owner="request__candidacy__case_file__person",
    label=_("moves of requests for a match"),
    fields={"reason": held(_("To know why it was put aside or ended"), label=_("why"))},
    not_personal=("request", "source", "target", "by", "at"),
    known_until=GOES_ALONG,
)  # fmt: skip
