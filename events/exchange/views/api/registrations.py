"""Registrations of an event: read page by page, made, changed, cancelled; who waits, and what was offered."""

from typing import Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Status

from core import audit
from core.ages import MINORS
from core.guard import reach
from events.agenda.models import Event
from events.exchange import looks, shapes
from events.exchange.bearing import TokenRequest
from events.exchange.problems import Problem
from events.exchange.views.api.frame import (
    LARGEST,
    ROWS,
    Cursor,
    Limit,
    event_run,
    note_list,
    operation,
    page,
    refuse_stale,
    shown,
)
from events.registration import actions, waiting
from events.registration.guarding import Named
from events.registration.models import PlaceOffer, Registration, Terms, new_key
from events.registration.seating import Companion

State = Literal["applied", "confirmed", "waiting", "offered", "cancelled"]


def registration_run(request: TokenRequest, event_id: int, registration_id: int) -> Registration:
    """The registration with its seats, if the token's owner runs its event; else 404. Cost: 2 queries."""
    found = looks.with_seats(Registration.objects.run_by(request.user))
    return reach(request, found, event=min(event_id, LARGEST), pk=min(registration_id, LARGEST))


@operation(
    "GET",
    name="registrations",
    summary=gettext_noop("The registrations of an event, in the order they were made"),
    answers={200: shapes.RegistrationPage},
)
def list_registrations(
    request: TokenRequest,
    event_id: int,
    limit: Limit = ROWS,
    cursor: Cursor = None,
    state: State | None = None,
) -> dict[str, Any]:
    """Noted as read of everybody on the page. Cost: 5 queries."""
    event = event_run(request, event_id)
    found = Registration.objects.run_by(request.user).filter(event=event)
    found = found.filter(state=state) if state else found
    rows, told = page(looks.with_seats(found), looks.registration, limit=limit, cursor=cursor)
    note_list(
        request, event, [*(row.contact for row in rows), *(seat.person for row in rows for seat in row.seats.all())]
    )
    return told


@operation(
    "GET",
    name="registration",
    summary=gettext_noop("One registration, with its seats"),
    answers={200: shapes.RegistrationOut},
)
def read_registration(
    request: TokenRequest, response: HttpResponse, event_id: int, registration_id: int
) -> dict[str, Any]:
    """Noted as read. Cost: 3 queries."""
    held = registration_run(request, event_id, registration_id)
    note_list(request, held.event, [held.contact, *(seat.person for seat in held.seats.all())])
    return shown(request, response, looks.registration(held))


@operation(
    "POST",
    name="registrations",
    summary=gettext_noop(
        "Register somebody, or a party: a seat, or a place on the waiting list. The same person again gets the first registration."
    ),
    answers={201: shapes.Receipt, 200: shapes.Receipt},
)
def make_registration(request: TokenRequest, response: HttpResponse, event_id: int, body: shapes.RegistrationIn) -> Any:
    """201 for a new one, 200 for one that there was. Cost: that of ``registration.actions.register``, and 5 queries."""
    event = event_run(request, event_id)
    # Of its own: the same request again never comes so far, and a key that is old is a new one.
    key = new_key()
    companions, guardian = _party(event, body)
    made = actions.register(
        event=event,
        name=body.name,
        email=body.email,
        language=body.language,
        wants_reminder=body.wants_reminder,
        idempotency_key=key,
        companions=companions,
        age_band=body.age_band or "",
        guardian=guardian,
        code=body.code,
        source=Registration.Source.API,
    )
    is_new = made.idempotency_key == key
    held = registration_run(request, event_id, made.pk)
    if is_new:
        _note(request, "registered", held)
    response["Location"] = reverse("api:registration", args=[event.pk, held.pk])
    response["ETag"] = looks.tag_of(looks.registration(held))
    return Status(201 if is_new else 200, looks.receipt(held))


@operation(
    "PATCH",
    name="registration",
    summary=gettext_noop(
        "Correct the name, the address or the mails of a registration; If-Match says which version was read"
    ),
    answers={200: shapes.Receipt},
)
def change_registration(
    request: TokenRequest, response: HttpResponse, event_id: int, registration_id: int, body: shapes.DetailsIn
) -> dict[str, Any]:
    """The event is held first, so that what was compared is what is changed. Cost: that of ``change_details``, and 7 queries."""
    held = registration_run(request, event_id, registration_id)
    waiting.hold(held.event_id)
    held = registration_run(request, event_id, registration_id)
    refuse_stale(request, looks.registration(held), must_say=True)
    given = body.dict(exclude_none=True)
    actions.change_details(
        registration=held,
        name=given.get("name", held.lead.name),
        email=given.get("email", held.email),
        language=given.get("language", held.language),
        wants_reminder=given.get("wants_reminder", held.wants_reminder),
    )
    _note(request, "changed", held)
    return _after(request, response, held)


@operation(
    "POST",
    name="cancel",
    summary=gettext_noop("Cancel a registration with all its seats: whoever waits is served. Twice changes nothing."),
    answers={200: shapes.Receipt},
)
def cancel_registration(
    request: TokenRequest, response: HttpResponse, event_id: int, registration_id: int
) -> dict[str, Any]:
    """Cost: that of ``registration.actions.cancel``, and 6 queries."""
    held = registration_run(request, event_id, registration_id)
    waiting.hold(held.event_id)
    held = registration_run(request, event_id, registration_id)
    refuse_stale(request, looks.registration(held), must_say=False)
    actions.cancel(registration=held, by=request.user.person)
    _note(request, "cancelled", held)
    return _after(request, response, held)


@operation(
    "GET",
    name="waiting_list",
    summary=gettext_noop("Who waits, in order: by number, without names"),
    answers={200: shapes.WaitingPage},
)
def read_waiting_list(request: TokenRequest, event_id: int) -> dict[str, Any]:
    """The whole list in one page: a rank means nothing without those before it. Noted as read. Cost: 4 queries."""
    event = event_run(request, event_id)
    line = list(Registration.objects.run_by(request.user).filter(event=event).waiting().select_related("contact"))
    note_list(request, event, [row.contact for row in line])
    items = [
        {
            "registration": row.pk,
            "rank": rank,
            "seats": row.size,
            "times_passed": row.times_passed,
            "waiting_since": row.made_at,
        }
        for rank, row in enumerate(line, 1)
    ]
    return {"items": items, "next": None}


@operation(
    "GET",
    name="offers",
    summary=gettext_noop("Places that were offered to those who waited, and what they answered"),
    answers={200: shapes.OfferPage},
)
def list_offers(
    request: TokenRequest,
    event_id: int,
    limit: Limit = ROWS,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """Noted as read. Cost: 4 queries."""
    event = event_run(request, event_id)
    found = PlaceOffer.objects.run_by(request.user).filter(registration__event=event)
    rows, told = page(found.select_related("registration__contact"), looks.offer, limit=limit, cursor=cursor)
    note_list(request, event, [row.registration.contact for row in rows])
    return told


# ------------------------------------------------------------------ what they share


def _after(request: TokenRequest, response: HttpResponse, held: Registration) -> dict[str, Any]:
    """What became of it, with its new version. Cost: 2 queries."""
    now = registration_run(request, held.event_id, held.pk)
    response["ETag"] = looks.tag_of(looks.registration(now))
    return looks.receipt(now)


def _note(request: TokenRequest, what: str, held: Registration) -> None:
    """Beside the entry of the action itself: by which token. Cost: 1 query."""
    values = {"what": what, "registration": held.pk}
    audit.record("exchange.used", request.token, by=request.user.person, values=values)


def _party(event: Event, body: shapes.RegistrationIn) -> tuple[list[Companion], Named | None]:
    """Who comes along, and who answers for the minors, as the form page asks it. Raises Problem with the field."""
    asks_ages = Terms.of(event).asks_ages
    for place, age in [
        ("/age_band", body.age_band),
        *((f"/companions/{n}/age_band", one.age_band) for n, one in enumerate(body.companions)),
    ]:
        if asks_ages and age is None:
            raise _wrong(place, _("This event asks for ages: say an age band."))
        if not asks_ages and age is not None:
            raise _wrong(place, _("This event asks for no ages: leave it out."))
    for number, one in enumerate(body.companions):
        if one.age_band not in MINORS and not any(letter.isalpha() for letter in one.name):
            raise _wrong(f"/companions/{number}/name", _("Write the name for the ticket."))
    companions = [Companion(name=one.name, age_band=one.age_band or "") for one in body.companions]
    if body.age_band in MINORS:
        if body.guardian is None:
            raise _wrong("/guardian", _("Somebody under 18 registers: say who their parent or guardian is."))
        if body.guardian.email == body.email:
            raise _wrong("/guardian/email", _("This is the address of whoever registers. Give that of the guardian."))
        return companions, Named(body.guardian.name, body.guardian.email)
    if any(one.is_minor for one in companions) and not body.guardian_agrees:
        raise _wrong("/guardian_agrees", _("Somebody under 18 comes along: whoever registers must answer for them."))
    return companions, Named(body.name) if body.guardian_agrees else None


def _wrong(pointer: str, words: str) -> Problem:
    said = _("Nothing was changed: the fields named below are not as expected.")
    return Problem(422, "not-as-expected", said, errors=[{"pointer": pointer, "detail": words}])
