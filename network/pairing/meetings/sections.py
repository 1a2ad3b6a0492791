"""Meetings on the page of a match, to each side and to staff."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from network.pairing.matches.models import Match
from network.pairing.matches.sections import Section, on_the_match
from network.pairing.meetings import showing


def meetings(request: HttpRequest, match: Match, side: str) -> SafeString:
    """Nothing before both signed, nor of a match that ended without a meeting. Cost: 2 queries."""
    if not match.is_signed:
        return SafeString("")
    facts = showing.of_match(match, side, request.user.person)  # type: ignore[union-attr]  # the page is for the signed in
    if not match.is_live and not facts["any"]:
        return SafeString("")
    name = "_section.html" if side else "_staff_section.html"
    return SafeString(render_to_string(f"meetings/{name}", facts, request=request))


def register() -> None:
    """Called by ``AppConfig.ready``."""
    on_the_match(Section("meetings", _("Meetings"), meetings, order=10))
