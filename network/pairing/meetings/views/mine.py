"""Meetings as the two of a match plan them, and say how they went."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, calendars
from core.alternates import absolute
from core.guard import reach
from core.localtime import AmbiguousTime, NoSuchTime, Zone
from core.pages import no_store
from core.refusals import Refusal
from core.told import CANCEL, REQUEST, calendar_entry
from network.pairing.matches.models import Match, Side
from network.pairing.meetings import actions, common, news, refusals, rules, showing
from network.pairing.meetings.forms import LENGTHS, MoveForm, NoteForm, PlanForm, ReasonForm, SayForm, first_values
from network.pairing.meetings.models import Meeting, State
from network.pairing.meetings.refusals import said
from people.accompaniment.telling import zone_of
from people.accounts.http import PersonRequest

#: Meetings on one page; weeks ahead that hours are proposed in.
PAGE, WEEKS = 20, 12
TROUBLE = (Refusal, NoSuchTime, AmbiguousTime)


def _match(request: PersonRequest, pk: int) -> tuple[Match, Side]:
    """One of the user's own, and the side they are on. Cost: 1 query."""
    person = request.user.person
    related = ("candidate", "host", "request", "offer__organisation", "edition__programme")
    found = reach(request, Match.objects.of_person(person).select_related(*related), pk=pk)
    return found, found.side_of(person) or Side.HOST


def _meeting(request: PersonRequest, pk: int) -> tuple[Meeting, Side]:
    """A meeting of one of the user's own matches. Cost: 1 query."""
    person = request.user.person
    related = ("match__candidate", "match__host", "match__request", "match__offer", "match__edition__programme")
    found = reach(request, Meeting.objects.of_person(person).select_related(*related), pk=pk)
    return found, found.match.side_of(person) or Side.HOST


def crumbs(match: Match, here: str) -> list[tuple[str, str | None]]:
    """The way to a page about one match."""
    return [
        (_("My space"), reverse("my_space:home")),
        (_("My matches"), reverse("matches:home")),
        (str(match.get_format_display()), reverse("matches:match", args=[match.pk])),
        (here, None),
    ]


def words_of(trouble: Exception, request: PersonRequest) -> str:
    """Why it was refused, for whoever reads it."""
    if isinstance(trouble, Refusal):
        return said(trouble, request.user.person)
    return str(trouble)


def _number(sent: str | None, most: int, usual: int = 0) -> int:
    """A whole number of an address or a form, within bounds."""
    return min(int(sent), most) if sent and sent.isascii() and sent.isdigit() and len(sent) < 6 else usual


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
    """Choose one of the hours that suit both, or another one. A look at another week keeps what was typed."""
    match, side = _match(request, match_pk)
    if not rules.may_plan(match):
        messages.error(request, _("Meetings are planned once both have signed the agreement, while it is under way."))
        return redirect("matches:match", pk=match.pk)
    sent = request.POST
    agreement = match.agreements.in_force().first()
    latest = match.meetings.exclude(state=State.CANCELLED).order_by("-starts_at", "-pk").first()
    values = dict(first_values(match, agreement, latest))
    week = _number(sent.get("look") or sent.get("week") or request.GET.get("week"), WEEKS)
    zone = sent.get("zone") or values["zone"]
    zone = zone if zone in Zone.values else Zone.MONTREAL.value
    minutes = _number(sent.get("minutes"), 240, values.get("minutes", 60))
    minutes = minutes if minutes in dict(LENGTHS) else 60
    first = timezone.localdate() + timedelta(weeks=week)
    proposed = common.proposed(match, first=first, minutes=minutes, zone=zone)
    facts: dict[str, Any] = {
        "match": match,
        "proposed": proposed,
        "zone": zone,
        "own_zone": zone_of(request.user.person),
    }
    is_look = "look" in sent
    typed = {name: value for name, value in sent.items() if name != "hour"} if is_look else values
    form = PlanForm(None if is_look or request.method == "GET" else sent, initial=typed, **facts)
    if request.method == "POST" and not is_look and form.is_valid():
        try:
            planned = actions.plan(match=match, by=request.user.person, **form.facts)
        except TROUBLE as trouble:
            form.add_error(None, words_of(trouble, request))
        else:
            _say_what_came(request, planned)
            return redirect(reverse("matches:match", args=[match.pk]) + "#meetings")
    context = {
        "match": match,
        "side": side,
        "form": form,
        "week": week,
        "first": first,
        "last": first + timedelta(days=common.DAYS - 1),
        "before": week - 1 if week else None,
        "after": week + 1 if week < WEEKS else None,
        "proposed": proposed,
        "elsewhere": any(told.is_elsewhere for _day, slots in form.proposed for _value, told in slots),
        "crumb_items": crumbs(match, _("Plan a meeting")),
    }
    return render(request, "meetings/plan.html", context)


def _say_what_came(request: PersonRequest, planned: actions.Planned) -> None:
    number = len(planned.meetings)
    words = ngettext(
        "The meeting is planned: it is in both calendars, and the other is written to.",
        "%(number)d meetings are planned: they are in both calendars, and the other is written to.",
        number,
    )
    messages.success(request, words % {"number": number})
    for day, trouble in planned.left_out:
        messages.warning(
            request,
            _("Not planned on %(day)s: %(why)s") % {"day": date_format(day), "why": words_of(trouble, request)},
        )


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def note(request: PersonRequest, match_pk: int) -> HttpResponse:
    """A meeting that was not planned here: the other is asked to confirm it."""
    match, side = _match(request, match_pk)
    if not rules.may_note(match):
        return redirect("matches:match", pk=match.pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        names = ("starts", "minutes", "zone", "mode", "about")
        given = {name: form.cleaned_data[name] for name in names}
        try:
            actions.note(match=match, side=side, by=request.user.person, **given)
        except TROUBLE as trouble:
            form.add_error(None, words_of(trouble, request))
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
    try:
        now = actions.say(meeting=found, side=side, by=request.user.person, **form.facts)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
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
    if not rules.may_move(found):
        if found.may_change:
            messages.error(request, str(refusals.DaysAreAgreed()))
        return redirect("meetings:meeting", pk=pk)
    form = MoveForm(request.POST or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("starts", "minutes", "zone", "mode", "place", "about")}
        try:
            actions.move(meeting=found, by=request.user.person, break_minutes=found.break_minutes, **given)
        except TROUBLE as trouble:
            form.add_error(None, words_of(trouble, request))
        else:
            messages.success(request, _("Saved: both calendars follow, and the other is written to."))
            return redirect("meetings:meeting", pk=pk)
    line = showing.Line(found, side, zone_of(request.user.person))
    facts = {
        "line": line,
        "told": line.told,
        "match": found.match,
        "form": form,
        "crumb_items": crumbs(found.match, _("Change the meeting")),
    }
    return render(request, "meetings/move.html", facts)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks, POST calls it off."""
    found, side = _meeting(request, pk)
    if not found.may_change:
        return redirect("meetings:meeting", pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(meeting=found, by=request.user.person, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is called off, and the other is told."))
            return redirect(reverse("matches:match", args=[found.match_id]) + "#meetings")
    line = showing.Line(found, side, zone_of(request.user.person))
    facts = {
        "line": line,
        "told": line.told,
        "match": found.match,
        "form": form,
        "crumb_items": crumbs(found.match, _("Call the meeting off")),
    }
    return render(request, "meetings/cancel.html", facts)


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
