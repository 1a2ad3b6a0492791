"""What this room holds about people: who moved a membership, and what they wrote."""

from django.utils.translation import gettext_lazy as _

from core.personal import Beside, Held, declare
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
            stays=_("It is addressed to an organisation, and belongs to its file; who wrote it is no longer named"),
        ),
    },
    not_personal=("membership", "source", "target", "at"),
    known_until="at",
    beside={
        "organisation": Beside(_("organisation"), lambda step: step.membership.organisation.name),
        "at": Beside(_("day"), lambda step: step.at),
    },
    related=("membership__organisation",),
)
