"""What this room holds about people: who moved a membership, and what they wrote."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from core.personal import Held, declare
from network.membership.models import Step

declare(
    Step,
    owner="by",
    label=_("moves of memberships"),
    fields={
        "message": Held(
            purpose=_("To tell the organisation why its membership moved"),
            audience=_("The network's coordination, and those who speak for the organisation"),
            retention=_("As long as the organisation is known"),
            # Addressed to an organisation: it stays, and the Person it names as writer is blanked.
            erase=attrgetter("message"),
        ),
    },
    not_personal=("membership", "source", "target", "at"),
)
