"""Who takes places, who registers others, who runs a session. Which rows one sees at all is the models' doors."""

from typing import Any

from core.memory import Memory
from network.pairing.editions.models import PairingSettings
from network.pairing.gatherings.models import ADMITTED, ASKING, FORMAT, Gathering, asking_of
from network.pairing.offers.models import Offer
from network.pairing.offers.rules import HOSTING_ROLES, STAFF_ROLES
from network.pairing.requests.models import Request
from people.accounts.models import Person, Role
from people.participants.models import CaseFile
from people.programmes.models import Edition

#: Who opens the pages of a single session: hosts, and staff of editions.
WORKING_ROLES = (*HOSTING_ROLES, *STAFF_ROLES)
#: Who registers people whom they follow.
REGISTERING_ROLES = (Role.CASEWORKER,)

#: Whether there are editions with group sessions at all: asked for the menu of each page.
known = Memory("pairing.groups")


def any_edition_has_groups() -> bool:
    """Whether an edition offers group sessions. No query when it is known."""
    return known.remembered("any", lambda: PairingSettings.objects.filter(group=True).exists())


def wants_groups(request: Request) -> bool:
    return FORMAT.value in request.formats


def requests_of(person: Person | int) -> list[Request]:
    """Requests with which the person may take places. Cost: 1 query."""
    found = asking_of(person).select_related("candidacy__case_file__person", "candidacy__edition__programme")
    return [each for each in found.order_by("pk") if wants_groups(each)]


def request_for(person: Person | int, gathering: Gathering) -> Request | None:
    """That of the session's edition; None where the person asks nothing there. Cost: 1 query."""
    found = asking_of(person).filter(candidacy__edition=gathering.offer.edition_id)
    request = found.select_related("candidacy__case_file__person", "candidacy__edition__programme").first()
    return request if request is not None and wants_groups(request) else None


def requests_to_register(user: Any, gathering: Gathering) -> list[Request]:
    """Of people whom the user's organisation follows, who wish for group sessions of that edition and have no place yet. Cost: 1 query."""
    files = CaseFile.objects.visible_to(user)
    found = Request.objects.filter(
        candidacy__edition=gathering.offer.edition_id,
        candidacy__case_file__in=files,
        candidacy__state__in=ADMITTED,
        state__in=ASKING,
    ).exclude(group_places__in=gathering.places.live())
    rows = found.select_related("candidacy__case_file__person").order_by("candidacy__case_file__person__folded", "pk")
    return [each for each in rows if wants_groups(each)]


def runs(user: Any, gathering: Gathering) -> bool:
    """Whether the user moves it, calls it off and notes who was there. Cost: 1 query."""
    return Gathering.objects.run_by_host_or_staff(user).filter(pk=gathering.pk).exists()


def hosts(user: Any, offer: Offer) -> bool:
    """Whether the user is on the host's side: they read the names of those who come. Cost: 1 query."""
    return Offer.objects.hosted_by(user).filter(pk=offer.pk).exists()


def coordinates(user: Any, gathering: Gathering) -> bool:
    return Edition.objects.kept_by(user).filter(pk=gathering.offer.edition_id).exists()


def registers(user: Any) -> bool:
    return bool(user.is_authenticated and user.holds_any(*REGISTERING_ROLES))
