"""Meetings as the two of a match plan them, and say how they went."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, calendars
from core.alternates import absolute
from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from core.told import CANCEL, REQUEST, calendar_entry
from network.pairing.matches.models import Match, Side
from network.pairing.meetings import actions, news, rules, showing
from network.pairing.meetings.forms import NoteForm, SayForm
from network.pairing.meetings.models import Meeting, State
from network.pairing.meetings.views.shared import (
    OF_MEETING,
    RELATED,
    TROUBLE,
    cancel_page,
    move_page,
    plan_page,
    words_of,
)
from people.accompaniment.telling import zone_of
from people.accounts.http import PersonRequest

#: Meetings on one page.
PAGE = 20


def _match(request: PersonRequest, pk: int) -> tuple[Match, Side]:
    """One of the user's own, and the side they are on. Cost: 1 query."""
    person = request.user.person
    found = reach(request, Match.objects.of_person(person).select_related(*RELATED), pk=pk)
    return found, found.side_of(person) or Side.HOST


def _meeting(request: PersonRequest, pk: int) -> tuple[Meeting, Side]:
    """A meeting of one of the user's own matches. Cost: 1 query."""
    person = request.user.person
    found = reach(request, Meeting.objects.of_person(person).select_related(*OF_MEETING), pk=pk)
    return found, found.match.side_of(person) or Side.HOST


def crumbs(match: Match, here: str) -> list[tuple[str, str | None]]:
    """The way to a page about one match."""
    return [
        (_("My space"), reverse("my_space:home")),
        (_("My matches"), reverse("matches:home")),
        (str(match.get_format_display()), reverse("matches:match", args=[match.pk])),
        (here, None),
    ]


@access.signed_in
@no_store
@require_GET
def meetings(request: PersonRequest, match_pk: int) -> HttpResponse:
    """All of one match, latest first. Cost: 4 queries beside the frame's."""
    match, side = _match(request, match_pk)
    rows = Meeting.objects.of_person(request.user.person).filter(match=match).order_by("-starts_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.match = match
    facts = {
        "match": match,
        "page_obj": page,
        "lines": showing.lines(page, side, zone_of(request.user.person)),
        "may_plan": rules.may_plan(match),
        "crumb_items": crumbs(match, _("Meetings")),
    }
    return render(request, "meetings/list.html", facts)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def plan(request: PersonRequest, match_pk: int) -> HttpResponse:
    """Choose one of the hours that suit both, or another one."""
    match, side = _match(request, match_pk)
    back = reverse("matches:match", args=[match.pk])
    trail = crumbs(match, _("Plan a meeting"))
    return plan_page(request, match, side, "meetings/plan.html", back, crumb_items=trail)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def note(request: PersonRequest, match_pk: int) -> HttpResponse:
    """A meeting that was not planned here: the other is asked to confirm it."""
    match, side = _match(request, match_pk)
    if not rules.may_note(match):
        return redirect("matches:match", pk=match.pk)
    form = NoteForm(request.POST or None, side=side)
    if request.method == "POST" and form.is_valid():
        names = ("starts", "minutes", "zone", "mode", "about")
        given = {name: form.cleaned_data[name] for name in names}
        try:
            actions.note(match=match, side=side, by=request.user.person, **given)
        except TROUBLE as trouble:
            form.add_error(None, words_of(trouble, request, side))
        else:
            messages.success(request, _("Noted. The other is asked to confirm it; then it counts."))
            return redirect(reverse("matches:match", args=[match.pk]) + "#meetings")
    facts = {"match": match, "form": form, "crumb_items": crumbs(match, _("We have met already"))}
    return render(request, "meetings/note.html", facts)


@access.signed_in
@no_store
@require_GET
def meeting(request: PersonRequest, pk: int) -> HttpResponse:
    """One meeting: when and where, and how it went."""
    found, side = _meeting(request, pk)
    return _page(request, found, side, SayForm(meeting=found, side=side))


def _page(request: PersonRequest, found: Meeting, side: Side, form: SayForm, status: int = 200) -> HttpResponse:
    line = showing.Line(found, side, zone_of(request.user.person))
    facts = {
        "line": line,
        "told": line.told,
        "meeting": found,
        "match": found.match,
        "side": side,
        "title": showing.title_of(found.match),
        "other": found.match.person_of(side.other).name,
        "form": form,
        "open": bool(form.errors) or not found.said_side,
        "may_move": rules.may_move(found),
        "crumb_items": crumbs(found.match, _("Meeting")),
    }
    return render(request, "meetings/meeting.html", facts, status=status)


@access.signed_in
@no_store
@require_POST
def say(request: PersonRequest, pk: int) -> HttpResponse:
    """How it went; the other's own words sent back confirm them."""
    found, side = _meeting(request, pk)
    form = SayForm(request.POST, meeting=found, side=side)
    if not form.is_valid():
        return _page(request, found, side, form, status=422)
    with refusal_told(request):
        now = actions.say(meeting=found, side=side, by=request.user.person, **form.facts)
        messages.success(request, _after_saying(now))
    return redirect("meetings:meeting", pk=pk)


def _after_saying(now: Meeting) -> str:
    if now.is_planned:
        return _("Noted. The other is asked to confirm it.")
    if now.counted_minutes:
        return _("Both of you say the same: it is noted, and the time counts.")
    return _("Both of you say the same: it is noted.")


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Another hour or place."""
    found, side = _meeting(request, pk)
    back = reverse("meetings:meeting", args=[pk])
    trail = crumbs(found.match, _("Change the meeting"))
    return move_page(request, found, side, "meetings/move.html", back, crumb_items=trail)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks, POST calls it off."""
    found, side = _meeting(request, pk)
    back, after = reverse("meetings:meeting", args=[pk]), reverse("matches:match", args=[found.match_id])
    trail = crumbs(found.match, _("Call the meeting off"))
    return cancel_page(request, found, side, "meetings/cancel.html", back, after, crumb_items=trail)


@access.signed_in
@no_store
@require_GET
def calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """The meeting as a file for a calendar; the same entry as the mail's."""
    found, _side = _meeting(request, pk)
    method = CANCEL if found.state == State.CANCELLED else REQUEST
    entry = calendar_entry(
        news.entry_of(found, method),
        summary=showing.title_of(found.match),
        url=absolute(reverse("meetings:meeting", args=[pk])),
    )
    response = HttpResponse(calendars.text([entry]), content_type=calendars.content_type())
    response["Content-Disposition"] = 'attachment; filename="maillage.ics"'
    return response
