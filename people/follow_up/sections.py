"""Follow-ups on the page of a file."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.follow_up.models import Declined, FollowUp
from people.participants.models import CaseFile
from people.participants.sections import Section


def render(request: HttpRequest, case_file: CaseFile) -> SafeString:
    """Every follow-up of the person, oldest first; "" if there is none. Cost: 2 queries."""
    rows = list(
        FollowUp.objects.followed_by(request.user)
        .filter(track__case_file=case_file)
        .select_related("track", "lives_in", "works_in")
    )
    if not rows:
        return SafeString("")
    declined = Declined.objects.filter(case_file=case_file).first()
    return render_to_string("follow_up/_section.html", {"rows": rows, "declined": declined}, request=request)


FOLLOW_UPS = Section(anchor="follow-ups", label=_("Follow-ups"), render=render, order=60)
