"""What a request says too little of to be sent: the same answer for the form, the person's page and the action."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.pairing.kinds import PAIRED
from network.pairing.requests.models import Request


def anchor_of(field: str) -> str:
    """A group of boxes has an id of its own, a single box that of its control."""
    return f"id_{field}" if field in {"online_welcome", "related_welcome"} else f"id_{field}_group"


@dataclass(frozen=True)
class Missing:
    """One thing. ``field``: where the form asks for it."""

    field: str
    words: str | Promise

    @property
    def anchor(self) -> str:
        """Id on the form's page."""
        return anchor_of(self.field)


PURPOSES = Missing("purposes", _("what it is for"))
FORMATS = Missing("formats", _("in which way you would like to meet somebody"))
BESIDE_GROUPS = Missing("formats", _("in which way you would like to meet somebody, beside group sessions"))
OCCUPATION = Missing("occupation_1", _("the occupation that you aim at"))
AVAILABILITY = Missing("availability", _("when you are free"))
PLACE = Missing("regions", _("where: a region at least, or online"))


def missing(request: Request) -> list[Missing]:
    """In the form's order. Cost: 2 queries, none for what came along."""
    found = [
        (bool(request.purposes), PURPOSES),
        (any(each in PAIRED for each in request.formats), BESIDE_GROUPS if request.formats else FORMATS),
        (bool(request.occupations.all()), OCCUPATION),
        (bool(request.availability), AVAILABILITY),
        (request.goes_anywhere or request.online_welcome or bool(request.regions.all()), PLACE),
    ]
    return [what for is_there, what in found if not is_there]
