"""What ends with a file that is closed: the request for a match. The candidacy ends next, and says nothing more of it."""

from django.utils.translation import gettext_lazy as _

from network.pairing.requests import actions
from network.pairing.requests.models import Request
from people.accounts.models import Person
from people.participants.endings import Ending, Named, ends_with_the_file
from people.participants.models import CaseFile


def requests_of(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    rows = Request.objects.live().filter(candidacy__case_file=case_file).select_related("candidacy__edition__programme")
    return [(each.pk, f"{each.candidacy.edition.title}: {each.get_state_display()}") for each in rows.order_by("pk")]


def end_requests(case_file: CaseFile, by: Person, reason: str) -> None:
    """The letter that says that the file is closed tells it. Cost: about 8 queries each."""
    for request in Request.objects.live().filter(candidacy__case_file=case_file).order_by("pk"):
        actions.end(request=request, by=by, reason=reason, tell=False)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    label = _("Request for a match that ends")
    ends_with_the_file(Ending("pairing_request", label, requests_of, end_requests, order=8))
