"""The door's own page: scan, type or search; the answer; the way back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.doors import actions, beside, desk, finding, rules, verdicts
from events.doors.forms import DoorForm, NameForm, TicketForm
from events.doors.models import DoorPass, Scan
from events.doors.refusals import NoDoor, NotPresent
from events.doors.verdicts import Verdict
from events.doors.views import sitting_choice
from events.registration import told
from events.registration.models import Seat
from people.accounts.models import Person, Role


def event_at_door(request: HttpRequest, event_id: int) -> Event:
    """The event, if the user may stand at its door; else 404."""
    return get_object_or_404(rules.doors_open_to(request.user).select_related("venue", "terms"), pk=event_id)


def whoever_asks(request: HttpRequest) -> Person:
    """The Person behind the login, by id alone: a scan has no need to read its row."""
    return Person(pk=request.user.person_id)  # type: ignore[union-attr]  # behind a login it is our own User


@require_GET
@access.roles(Role.DOOR_STAFF)
@no_store
def mine(request: HttpRequest) -> HttpResponse:
    """Where door staff arrive when they sign in: the doors entrusted to them, the next one first."""
    passes = DoorPass.objects.valid().filter(person=request.user.person_id)  # type: ignore[union-attr]
    held = passes.select_related("event__venue").order_by("event__starts_at", "pk")
    return render(request, "doors/mine.html", {"passes": held})


@require_GET
@access.roles(*rules.AT_A_DOOR)
@no_store
def door(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_at_door(request, event_id)
    return page(request, event, verdict=_last_said(request, event))


@require_POST
@access.roles(*rules.AT_A_DOOR)
@no_store
def choose(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_at_door(request, event_id)
    form = DoorForm(request.POST)
    sitting_form = sitting_choice.form_for(request, event)
    if not form.is_valid() or not (sitting_form is None or sitting_form.is_valid()):
        return page(request, event, door_form=form, sitting_form=sitting_form, choosing=True, status=422)
    stand_at(request, event.pk, form.cleaned_data["door"])
    if sitting_form is not None:
        sitting_choice.keep(request, event, sitting_form.cleaned_data["sitting"])
    return redirect("doors:door", event.pk)


@require_POST
@access.roles(*rules.AT_A_DOOR)
@no_store
def scan(request: HttpRequest, event_id: int) -> HttpResponse:
    """Check in what was scanned, typed or picked. From the script: the verdict alone. 8 queries, 4 of them the check-in; 1
    more for whoever runs events.
    """
    form = TicketForm(request.POST)
    form.is_valid()
    try:
        at = form.cleaned_data.get("door") or chosen_door(request, event_id)
        if not at:
            raise NoDoor
        if form.numbers[1:]:
            return _party(request, event_id, form.numbers, at)
        if form.numbers:
            [seat] = finding.seats_named(form.numbers, event_id=event_id, user=request.user)
        else:
            seat = finding.seat_at_door(form.cleaned_data.get("ticket", ""), event_id=event_id, user=request.user)
        late = seat.state == Seat.State.ABSENT and rules.runs(request.user, seat.event)
        sitting = sitting_choice.chosen(request, seat.event)
        answer = actions.check_in(seat=seat, door=at, by=whoever_asks(request), late=late, sitting=sitting)
    except Event.DoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        verdict = verdicts.of_refusal(refusal)
        if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
            return _verdict(request, event_id, verdict, status=422)
        return page(request, event_at_door(request, event_id), verdict=verdict, ticket_form=form, status=422)
    if request.htmx:  # type: ignore[attr-defined]
        return _verdict(request, event_id, verdicts.of_check_in(answer))
    return _say(event_id, answer.scan)


def _party(request: HttpRequest, event_id: int, numbers: Sequence[int], at: str) -> HttpResponse:
    """Let the others of a party in, with one press."""
    seats = finding.seats_named(numbers, event_id=event_id, user=request.user)
    sitting = sitting_choice.chosen(request, seats[0].event)
    answers = actions.check_in_party(seats=seats, door=at, by=whoever_asks(request), sitting=sitting)
    verdict = verdicts.of_party(answers)
    if request.htmx:  # type: ignore[attr-defined]
        return _verdict(request, event_id, verdict)
    return page(request, event_at_door(request, event_id), verdict=verdict)


@require_POST
@access.roles(*rules.AT_A_DOOR)
@no_store
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_at_door(request, event_id)
    at = request.POST.get("door") or chosen_door(request, event_id)
    done: Scan | None = None
    try:
        seat, sitting = _seat_to_undo(request, event)
        done = actions.undo(seat=seat, door=at, by=whoever_asks(request), sitting=sitting)
        verdict = verdicts.of_scan(done)
    except Refusal as refusal:
        verdict = verdicts.of_refusal(refusal)
    status = 200 if done else 422
    if request.htmx:  # type: ignore[attr-defined]
        return _verdict(request, event_id, verdict, status=status)
    if request.POST.get("back") == "desk":
        tell = messages.success if done else messages.error
        tell(request, " ".join(str(part) for part in (verdict.heading, verdict.reference, verdict.detail) if part))
        return redirect("doors:live", event.pk)
    return _say(event_id, done) if done else page(request, event, verdict=verdict, status=status)


@require_POST
@access.roles(*rules.AT_A_DOOR)
@no_store
def search(request: HttpRequest, event_id: int) -> HttpResponse:
    """By name. A POST although it changes nothing: a name has no place in an address or a log."""
    event = event_at_door(request, event_id)
    form = NameForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    sitting = sitting_choice.at_the_door(request, event)
    found, more = finding.people_named(words, event=event, sitting=sitting)
    return page(request, event, name_form=form, found=found, more=more, searched=words)


@require_GET
@access.roles(*rules.AT_A_DOOR)
@no_store
def counts(request: HttpRequest, event_id: int) -> HttpResponse:
    """The bar of the door alone: fetched again whenever the desk moves."""
    event = event_at_door(request, event_id)
    counted = desk.figures(event, sitting_choice.counted(request, event))
    context = {"event": event, "figures": counted, "notes": beside.notes_of(event)}
    return render(request, "doors/_counts.html", context)


def page(request: HttpRequest, event: Event, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page of the door, with what there is to say.

    Cost: 2 queries, 3 for the choice of a door, some 4 more at a series, and those of the rooms above.
    """
    at = chosen_door(request, event.pk)
    sitting = sitting_choice.at_the_door(request, event)
    choosing = not at or "choose" in request.GET
    context: dict[str, Any] = {
        "event": event,
        "door": at,
        "door_form": DoorForm(initial={"door": at}),
        "known_doors": desk.doors_of(event),
        "figures": desk.figures(event, sitting_choice.counted(request, event)),
        "notes": beside.notes_of(event),
        "sitting": sitting,
        "sitting_form": sitting_choice.form_for(request, event, fresh=True) if choosing else None,
        "ticket_form": TicketForm(initial={"door": at}),
        "name_form": NameForm(),
        "choosing": choosing,
    }
    if verdict := more.get("verdict"):
        context["seat_tools"] = beside.seat_tools_of(event.pk, verdict.seat)
        context["seat_notes"] = told.said_at_the_door(event.pk, verdict.seat, request.user)
    return render(request, "doors/door.html", context | more, status=status)


def _verdict(request: HttpRequest, event_id: int, verdict: Verdict, *, status: int = 200) -> HttpResponse:
    tools = beside.seat_tools_of(event_id, verdict.seat)
    notes = told.said_at_the_door(event_id, verdict.seat, request.user)
    context = {"verdict": verdict, "event_id": event_id, "seat_tools": tools, "seat_notes": notes}
    return render(request, "doors/_verdict.html", context, status=status)


def _say(event_id: int, scan: Scan) -> HttpResponse:
    """To the page that says what this scan did: a reload asks, and changes nothing."""
    return redirect(f"{reverse('doors:door', args=[event_id])}?scan={scan.pk}")


def _last_said(request: HttpRequest, event: Event) -> Verdict | None:
    number = request.GET.get("scan", "")
    if not number.isdecimal():
        return None
    scans = Scan.objects.select_related("seat__registration", "seat__event", "by", "sitting")
    said = scans.filter(event=event, by=request.user.person_id, pk=int(number)).first()  # type: ignore[union-attr]
    return verdicts.of_scan(said) if said else None


def stand_at(request: HttpRequest, event_id: int, door: str) -> None:
    """Remember where this browser stands."""
    request.session["doors"] = {**request.session.get("doors", {}), str(event_id): door}


def chosen_door(request: HttpRequest, event_id: int) -> str:
    """The door this browser stands at: the one chosen, else the one on the pass; "" when it has to be said."""
    chosen = request.session.get("doors", {}).get(str(event_id))
    if chosen is not None:
        return str(chosen)
    passes = DoorPass.objects.filter(event__pk=event_id, person=request.user.person_id)  # type: ignore[union-attr]
    return passes.values_list("door", flat=True).first() or ""


def _seat_to_undo(request: HttpRequest, event: Event) -> tuple[Seat, Sitting | None]:
    """The seat of the button that was pressed, and of a series its sitting; 404 for another event's, a refusal when none was named."""
    number, _colon, key = request.POST.get("seat", "").partition(":")
    if not number.isdecimal():
        raise NotPresent
    seat = get_object_or_404(Seat.objects.select_related("event", "registration"), event=event, pk=int(number))
    return seat, sitting_choice.to_take_back(request, event, key)
