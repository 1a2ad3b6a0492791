"""Handovers on the page of a file."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.participants.models import CaseFile
from people.participants.sections import Section, on_the_file
from people.pool import rules
from people.pool.forms import partners_for
from people.pool.models import Handover
from people.pool.words import steps_of


def handovers(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """The open one and those before, or the way to propose one; nothing where there is no partner to hand over to. Cost: 2 queries."""
    found = Handover.objects.visible_to(request.user).filter(case_file=case_file)
    known = list(found.select_related("from_organisation", "to_organisation", "edition__programme"))
    open_one = next((handover for handover in known if handover.is_open), None)
    may_propose = open_one is None and not case_file.is_closed and partners_for(case_file).exists()
    if not known and not may_propose:
        return SafeString("")
    facts = {
        "file": case_file,
        "open_one": open_one,
        "way": steps_of(open_one) if open_one else None,
        "past": [handover for handover in known if handover is not open_one],
        "may_propose": may_propose,
        "may_note_consent": open_one is not None and rules.may_note_consent(request.user, open_one),
    }
    return SafeString(render_to_string("pool/_section.html", facts, request=request))


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_file(Section("handover", _("Handover"), handovers, order=70))
