"""What the pages of the two people and those of staff do alike: an hour is planned, changed and called off."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.localtime import AmbiguousTime, NoSuchTime, Zone
from core.refusals import Refusal
from network.pairing.kinds import Format
from network.pairing.matches.models import MEETING, Match
from network.pairing.meetings import actions, common, refusals, rules, showing
from network.pairing.meetings.forms import LENGTHS, MoveForm, PlanForm, ReasonForm, first_values
from network.pairing.meetings.models import Meeting, State
from people.accompaniment.telling import zone_of
from people.accounts.http import PersonRequest

#: Weeks ahead that hours are proposed in.
WEEKS = 12
TROUBLE = (Refusal, NoSuchTime, AmbiguousTime)
#: What a plan and a page of one match need of it.
RELATED = ("candidate", "host", "request", "offer__organisation", "edition__programme")
#: What a page of one meeting needs.
OF_MEETING = (
    "match__candidate",
    "match__host",
    "match__request",
    "match__offer",
    "match__edition__programme",
    "planned_by",
)


def words_of(trouble: Exception, request: PersonRequest, side: str) -> str:
    """Why it was refused, for whoever reads it."""
    if isinstance(trouble, Refusal):
        return refusals.said(trouble, request.user.person, side)
    return str(trouble)


def _number(sent: str | None, most: int, usual: int = 0) -> int:
    """A whole number of an address or a form, within bounds."""
    return min(int(sent), most) if sent and sent.isascii() and sent.isdigit() and len(sent) < 6 else usual


def plan_page(request: PersonRequest, match: Match, side: str, template: str, back: str, **page: Any) -> HttpResponse:
    """Choose one of the hours that suit both, or another one. A look at another week keeps what was typed. ``side`` "": staff."""
    if not rules.may_plan(match):
        is_agreed = match.format == Format.PLACEMENT and match.state in MEETING
        messages.error(request, str(refusals.DaysAreAgreed() if is_agreed else refusals.NotSigned()))
        return redirect(back)
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
        "side": side,
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
            form.add_error(None, words_of(trouble, request, side))
        else:
            _say_what_came(request, planned, side)
            return redirect(f"{back}#meetings")
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
        "back": back,
    }
    return render(request, template, context | page)


def _say_what_came(request: PersonRequest, planned: actions.Planned, side: str) -> None:
    number = len(planned.meetings)
    words = (
        ngettext(
            "The meeting is planned: it is in both calendars, and the other is written to.",
            "%(number)d meetings are planned: they are in both calendars, and the other is written to.",
            number,
        )
        if side
        else ngettext(
            "The meeting is planned: it is in both calendars, and both are written to.",
            "%(number)d meetings are planned: they are in both calendars, and both are written to.",
            number,
        )
    )
    messages.success(request, words % {"number": number})
    for day, trouble in planned.left_out:
        why = words_of(trouble, request, side)
        messages.warning(request, _("Not planned on %(day)s: %(why)s") % {"day": date_format(day), "why": why})


def move_page(
    request: PersonRequest, meeting: Meeting, side: str, template: str, back: str, **page: Any
) -> HttpResponse:
    """Another hour or place."""
    if not rules.may_move(meeting):
        if meeting.may_change:
            messages.error(request, str(refusals.DaysAreAgreed()))
        return redirect(back)
    form = MoveForm(request.POST or None, meeting=meeting, side=side)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("starts", "minutes", "zone", "mode", "place", "about")}
        try:
            actions.move(meeting=meeting, by=request.user.person, break_minutes=meeting.break_minutes, **given)
        except TROUBLE as trouble:
            form.add_error(None, words_of(trouble, request, side))
        else:
            words = (
                _("Saved: both calendars follow, and the other is written to.")
                if side
                else _("Saved: both calendars follow, and both are written to.")
            )
            messages.success(request, words)
            return redirect(back)
    return render(request, template, _facts(request, meeting, side, form, back) | page)


def cancel_page(
    request: PersonRequest, meeting: Meeting, side: str, template: str, back: str, after: str, **page: Any
) -> HttpResponse:
    """GET asks, POST calls it off. ``after``: the page of the match."""
    if not meeting.may_change:
        return redirect(back)
    form = ReasonForm(request.POST or None, side=side)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(meeting=meeting, by=request.user.person, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = (
                _("The meeting is called off, and the other is told.")
                if side
                else _("The meeting is called off, and both are told.")
            )
            messages.success(request, words)
            return redirect(f"{after}#meetings")
    return render(request, template, _facts(request, meeting, side, form, back) | page)


def _facts(request: PersonRequest, meeting: Meeting, side: str, form: Any, back: str) -> dict[str, Any]:
    line = showing.Line(meeting, side, zone_of(request.user.person))
    return {"line": line, "told": line.told, "match": meeting.match, "side": side, "form": form, "back": back}
