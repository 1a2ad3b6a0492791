"""What requests hold about candidates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Held, declare
from network.pairing.requests.models import Request

BOTH = _("The person, and the caseworkers of the organisation that follows them")


def held(purpose: Any, *, audience: Any = BOTH, **facts: Any) -> Held:
    facts.setdefault("retention", _("Three years after the file was closed"))
    return Held(purpose=purpose, audience=audience, **facts)


declare(
    Request,
    owner="candidacy__case_file__person",
    label=_("requests for a match"),
    fields={
        "purposes": held(_("To know what the person hopes for"), erase=list),
        "formats": held(_("To know what the person hopes for"), erase=list),
        "regions": held(_("To propose nothing that does not suit"), erase=None),
        "availability": held(_("To find common hours"), erase=0),
        "musts": held(_("To propose nothing that does not suit"), erase=list),
        "wishes": held(_("To propose what suits best"), erase=list),
        "words": held(_("To know what the person hopes for")),
        "reason": held(_("To know why it was put aside or ended")),
        "sent_at": held(_("To keep the order of the queue"), stays=_("How long people waited is counted; who did is not"), label=_("sent at")),
        "waiting_since": held(
            _("To keep the order of the queue"), stays=_("How long people waited is counted; who did is not"), label=_("waiting since")
        ),
    },
    not_personal=(
        "candidacy", "related_welcome", "goes_anywhere", "online_welcome", "language", "state", "made_at", "made_by", "state_since",
    ),
    known_until=GOES_ALONG,
)  # fmt: skip
