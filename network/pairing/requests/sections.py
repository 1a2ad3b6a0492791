"""Requests for a match on the page of a file."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from network.pairing.requests import queue
from network.pairing.requests.models import Request
from people.participants.models import Candidacy, CaseFile
from people.participants.sections import Section, on_the_file
from people.programmes.models import State as Opened


def requests(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """The live ones with their place, the way to begin one, those before. Cost: 2 queries, and 3 for each that waits."""
    related = ("candidacy__edition__programme", "candidacy__case_file__person")
    found = Request.objects.worked_on_by(request.user).filter(candidacy__case_file=case_file)
    known = list(found.select_related(*related).order_by("-made_at", "-pk"))
    live = [each for each in known if each.is_live]
    without = Candidacy.objects.active().filter(
        case_file=case_file, edition__pairing__isnull=False, edition__state=Opened.OPEN
    )
    facts = {
        "live": [(each, queue.place_of(each)) for each in live],
        "past": [each for each in known if not each.is_live],
        "without": without.exclude(pairing_requests__in=live).select_related("edition__programme")
        if not case_file.is_closed
        else [],
    }
    if not known and not facts["without"]:
        return SafeString("")
    return SafeString(render_to_string("requests/_section.html", facts, request=request))


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_file(Section("matching", _("Request for a match"), requests, order=35))
