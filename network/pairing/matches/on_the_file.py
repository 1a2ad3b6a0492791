"""Matches on the page of a file."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from network.pairing.matches.models import Match
from people.participants.models import CaseFile
from people.participants.sections import Section, on_the_file


def matches(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """Those under way, and those before; nothing where there are none. Cost: 1 query."""
    found = Match.objects.visible_to(request.user).filter(candidate=case_file.person_id)
    known = list(found.select_related("offer__organisation", "host").distinct().order_by("-made_at", "-pk"))
    if not known:
        return SafeString("")
    facts = {"live": [each for each in known if each.is_live], "past": [each for each in known if not each.is_live]}
    return SafeString(render_to_string("matches/_section.html", facts, request=request))


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_file(Section("matches", _("Matches"), matches, order=37))
