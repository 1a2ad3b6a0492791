"""Who reads and decides applications, and when."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audiences import Answer
from core.audiences import Verdict as Asked
from events.agenda.models import Event
from events.agenda.refusals import NotYours
from events.agenda.required import Missing
from events.agenda.rules import can_run
from events.registration.models import Registration, Seat, Terms
from events.selection import refusals
from events.selection.models import Results
from people.accounts.models import Person


def has_a_deadline(event: Event, _person: Person | None, _code: str | None) -> Answer | None:
    """A gate: nobody applies before it is known until when. Cost: 1 query unless the terms are loaded, none with a deadline."""
    if event.registration_closes_at is not None or not is_by_review(event):
        return None
    return Answer(
        Asked.NOT_MET,
        _("The organiser chooses among applications, and has not said yet until when they are taken."),
        _("Come back to this page in a few days, or ask the organiser."),
    )


def needs_a_deadline(event: Event) -> Missing | None:
    """Not published without: applications are read once all of them are here. Cost: as above."""
    if event.registration_closes_at is not None or not is_by_review(event):
        return None
    return Missing(
        "closing",
        _(
            "The organiser chooses among applications here, and they are read once all of them are in: say until when people can apply."
        ),
    )


def is_by_review(event: Event) -> bool:
    """Whether the organiser chooses among applications. Cost: 1 query unless the terms are loaded."""
    return Terms.of(event).is_by_review


def refuse_to_prepare(user: Any, event: Event) -> None:
    """Raise NotYours, or NotByReview where seats go by order. The event's terms are loaded. Cost: 1 query."""
    if not can_run(user, event):
        raise NotYours
    if not is_by_review(event):
        raise refusals.NotByReview


def refuse_to_decide(user: Any, event: Event) -> None:
    """The same, AlreadyTold once everybody knows, or CalledOff. Cost: 2 queries."""
    refuse_to_prepare(user, event)
    if event.is_cancelled:
        raise refusals.CalledOff
    if Results.of(event).are_told:
        raise refusals.AlreadyTold


def is_in_it(person: Person, registration: Registration) -> bool:
    """Whether the person applies, or has a seat in the application: they do not judge it. Cost: 1 query."""
    if registration.contact_id == person.pk:
        return True
    return Seat.objects.filter(registration=registration, person=person).exists()
