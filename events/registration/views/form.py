"""The page to register on."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import access
from core.pages import no_store, shared_form
from core.refusals import Refusal
from events.agenda.models import Event
from events.registration import actions, formparts, rules, timetable
from events.registration.forms import PartyRegistrationForm
from events.registration.models import Registration, Seat, Terms, new_key
from people.accounts.models import Person


@access.anyone
@no_store
@shared_form("key", new_key)
def register(request: HttpRequest, event_id: int) -> HttpResponse:
    """The form, and what follows from it: the registration's own page.

    Whoever types the name and address of somebody already registered is told so and no more: the link goes by mail.
    """
    event = get_object_or_404(
        Event.objects.visible_to(request.user).select_related("venue", "organisation", "terms"), pk=event_id
    )
    person: Person | None = request.user.person if request.user.is_authenticated else None
    terms = Terms.of(event)
    parts = formparts.parts_of(request, event)
    if request.method != "POST":
        if mine := registration_of(event, person):
            return redirect("registration:manage", link_key=mine.link_key)
        return _page(request, event, person, PartyRegistrationForm(initial=_known(person), terms=terms), parts)
    form = PartyRegistrationForm(request.POST, terms=terms)
    if form.asks_for_more:
        # What was typed stays, and nothing is called wrong yet.
        form = PartyRegistrationForm(initial=formparts.started(request.POST), terms=terms, rows=len(form.rows))
        return _page(request, event, person, form, parts)
    # All of them, so that each says what it misses at once.
    if not all([form.is_valid(), *(part.form.is_valid() for part in parts)]):
        return _page(request, event, person, form, parts)
    try:
        registration = _registered(event, person, form, parts)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, event, person, form, parts)
    if registration.idempotency_key == form.cleaned_data["key"] or rules.is_known_as(person, registration):
        return redirect("registration:manage", link_key=registration.link_key)
    actions.send_link_again(registration=registration)
    return redirect("registration:already", event_id=event.pk)


@transaction.atomic
def _registered(
    event: Event, person: Person | None, form: PartyRegistrationForm, parts: Sequence[formparts.Part]
) -> Registration:
    """The registration with all that was said beside it, or none of it."""
    answers = form.cleaned_data
    registration = actions.register(
        event=event,
        name=answers["name"],
        email=answers["email"],
        language=answers["language"],
        wants_reminder=answers["wants_reminder"],
        idempotency_key=answers["key"],
        person=person,
        companions=form.companions,
        age_band=answers.get("age", ""),
        guardian=form.guardian,
        code=next((code for part in parts if (code := part.form.cleaned_data.get("invitation", ""))), ""),
    )
    if registration.idempotency_key == answers["key"]:
        for part in parts:
            part.keep(registration)
    return registration


@access.anyone
@no_store
def already(request: HttpRequest, event_id: int) -> HttpResponse:
    """Somebody of this name and address is registered: their link was mailed to them again."""
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("venue"), pk=event_id)
    return render(request, "registration/already.html", {"event": event, "crumb_items": crumbs_of(event)})


def registration_of(event: Event, person: Person | None) -> Registration | None:
    """The registration in which somebody signed in has a seat. Cost: 1 query, none for a guest."""
    if person is None:
        return None
    seats = Seat.objects.filter(event=event, person=person).active()
    return Registration.objects.filter(pk__in=seats.values("registration")).first()


def crumbs_of(event: Event) -> list[tuple[str, str | None]]:
    return [(event.title.text, event.get_absolute_url()), (_("Your registration"), None)]


def _known(person: Person | None) -> dict[str, Any]:
    """What somebody signed in need not type again."""
    if person is None:
        return {}
    return {"name": person.name, "email": person.user.email}


def _brought(parts: Sequence[formparts.Part]) -> str | None:
    """The code that stands in the field for one; None while nothing does."""
    fields = (part.form["invitation"].value() for part in parts if "invitation" in part.form.fields)
    return next((str(code) for code in fields if code), None)


def _page(
    request: HttpRequest,
    event: Event,
    person: Person | None,
    form: PartyRegistrationForm,
    parts: Sequence[formparts.Part],
) -> HttpResponse:
    refusal = rules.reason_against(event, person)
    if refusal and (code := _brought(parts)):
        # A code may open what is closed otherwise; one that opens nothing hides no field to type another in.
        refusal = rules.reason_against(event, person, code)
    context = {
        "event": event,
        "form": form,
        "parts": parts,
        "forms": [form, *(part.form for part in parts)],
        "terms": form.terms,
        "refusal": refusal,
        "crumb_items": crumbs_of(event),
        "is_guest": person is None,
        "clashes": [] if refusal else timetable.clashes(event, person),
    }
    status = 422 if form.is_bound else 200
    return render(request, "registration/register.html", context, status=status)
