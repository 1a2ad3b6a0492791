"""Proposals on the page of a file."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from network.pairing.proposals.models import Proposal
from people.participants.models import CaseFile
from people.participants.sections import Section, on_the_file

MOST = 5


def proposals(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """The last ones; nothing where none was made. Cost: 1 query, 2 where there are many."""
    found = Proposal.objects.visible_to(request.user).filter(request__candidacy__case_file=case_file)
    last = list(found.select_related("offer")[: MOST + 1])
    if not last:
        return SafeString("")
    more = found.count() - MOST if len(last) > MOST else 0
    facts = {"proposals": last[:MOST], "more": more}
    return SafeString(render_to_string("proposals/_section.html", facts, request=request))


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_file(Section("proposals", _("Proposals of a match"), proposals, order=36))
