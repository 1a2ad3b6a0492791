"""Meetings as staff see them: planned with somebody on the telephone, what came of one that the two do not agree on, a match that rests."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.guard import reach
from core.localtime import Zone
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.matches import actions as matches
from network.pairing.matches.models import MEETING, SIGNED, Match
from network.pairing.meetings import actions, rules, showing
from network.pairing.meetings.forms import RestForm, SayForm
from network.pairing.meetings.models import Meeting, State
from network.pairing.meetings.views.shared import OF_MEETING, RELATED, cancel_page, move_page, plan_page
from people.accounts.http import PersonRequest

working = access.roles(*rules.WORKING_ROLES)


@working
@no_store
@require_http_methods(["GET", "POST"])
def meeting(request: PersonRequest, pk: int) -> HttpResponse:
    """One meeting; once it is over, what came of it as both told."""
    rows = Meeting.objects.visible_to(request.user).select_related(
        "match__candidate", "match__host", "planned_by", "settled_by"
    )
    found = reach(request, rows, pk=pk)
    form = SayForm(request.POST or None, meeting=found, side="")
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(meeting=found, by=request.user.person, **form.facts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted, and both are told."))
            return redirect("matches:staff_match", pk=found.match_id)
    line = showing.Line(found, "", Zone.MONTREAL)
    facts = {
        "line": line,
        "told": line.told,
        "meeting": found,
        "match": found.match,
        "title": showing.title_of(found.match),
        "form": form,
        "may_change": found.may_change and found.match.state in MEETING,
        "may_move": rules.may_move(found),
        "may_reopen": found.state in {State.HELD, State.MISSED} and found.match.state in SIGNED,
    }
    return render(request, "meetings/staff_meeting.html", facts)


@working
@no_store
@require_http_methods(["GET", "POST"])
def plan(request: PersonRequest, match_pk: int) -> HttpResponse:
    """For the two, at an hour that suits both: neither asked here, so that both are told."""
    found = reach(request, Match.objects.visible_to(request.user).select_related(*RELATED), pk=match_pk)
    return plan_page(request, found, "", "meetings/staff_plan.html", reverse("matches:staff_match", args=[match_pk]))


def _planned(request: PersonRequest, pk: int) -> Meeting:
    return reach(request, Meeting.objects.visible_to(request.user).select_related(*OF_MEETING), pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Another hour or place."""
    back = reverse("meetings:staff_meeting", args=[pk])
    return move_page(request, _planned(request, pk), "", "meetings/staff_move.html", back)


@working
@no_store
@require_http_methods(["GET", "POST"])
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks why, POST calls it off."""
    found = _planned(request, pk)
    back, after = reverse("meetings:staff_meeting", args=[pk]), reverse("matches:staff_match", args=[found.match_id])
    return cancel_page(request, found, "", "meetings/staff_cancel.html", back, after)


@working
@no_store
@require_POST
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """What was noted by mistake is asked anew."""
    found = reach(request, Meeting.objects.visible_to(request.user).select_related("match"), pk=pk)
    with refusal_told(request):
        actions.reopen(meeting=found, by=request.user.person)
        messages.success(request, _("It counts no more, and both are asked anew."))
    return redirect("meetings:staff_meeting", pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def rest(request: PersonRequest, match_pk: int) -> HttpResponse:
    """A match rests until a day."""
    found = reach(request, Match.objects.visible_to(request.user).select_related("edition__programme"), pk=match_pk)
    if not rules.may_rest(found):
        return redirect("matches:staff_match", pk=match_pk)
    form = RestForm(request.POST or None, initial={"until": found.paused_until})
    if request.method == "POST" and form.is_valid():
        try:
            matches.pause(match=found, until=form.cleaned_data["until"], by=request.user.person)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The match rests, and both are told."))
            return redirect("matches:staff_match", pk=match_pk)
    return render(request, "meetings/rest.html", {"match": found, "form": form})


@working
@no_store
@require_POST
def wake(request: PersonRequest, match_pk: int) -> HttpResponse:
    """It goes on before its day."""
    found = reach(request, Match.objects.visible_to(request.user), pk=match_pk)
    matches.unpause(match=found, by=request.user.person)
    messages.success(request, _("The match goes on, and both are told."))
    return redirect("matches:staff_match", pk=match_pk)
