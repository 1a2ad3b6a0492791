"""Messages of an event, and people who get them."""

from typing import Any

from django.db.models import Model

from events.agenda.models import Event
from events.announcements import actions
from events.announcements.models import Announcement, Listed, NoMessages, Notice, SavedList, Sending
from events.registration.models import new_key
from people.accounts.models import Person
from tests.factories import canaries
from tests.factories.registration import make_person, open_event, registered

DETAILS = {
    "audience": "expected",
    "subject_fr": "L’entrée a changé",
    "text_fr": "Entrez par la rue du Fleuve.\n\nPlan : https://exemple.test/plan",
    "subject_en": "Another entrance",
    "text_en": "Come in from rue du Fleuve.\n\nMap: https://exemple.test/map",
    "is_necessary": False,
}


def drafted(
    event: Event, *, by: Person | None = None, corrects: Announcement | None = None, **details: Any
) -> Announcement:
    """A draft to those still expected, unless said otherwise."""
    return actions.draft(
        event=event, key=new_key(), details={**DETAILS, **details}, by=by or make_person(), corrects=corrects
    )


def sent(event: Event, **details: Any) -> Announcement:
    """The same, sent."""
    made = drafted(event, **details)
    actions.send(announcement=made, key=new_key(), by=made.author)
    made.refresh_from_db()
    return made


@canaries.maker(Announcement)
def _announcement(person: Person, _sing: canaries.Canaries) -> Model:
    return drafted(open_event(), by=person)


@canaries.maker(Sending)
def _sending(person: Person, _sing: canaries.Canaries) -> Model:
    event = open_event()
    registered(event)
    return actions.send(announcement=drafted(event, by=person), key=new_key(), by=person)


@canaries.maker(Notice)
def _notice(person: Person, _sing: canaries.Canaries) -> Model:
    event = open_event()
    registered(event, person.name, person=person)
    return Notice.objects.get(announcement=sent(event))


@canaries.maker(Listed)
def _listed(person: Person, _sing: canaries.Canaries) -> Model:
    event = open_event()
    registration = registered(event, person.name, person=person)
    return Listed.objects.create(saved_list=SavedList.objects.create(event=event, name="x"), registration=registration)


@canaries.maker(NoMessages)
def _no_messages(person: Person, _sing: canaries.Canaries) -> Model:
    return NoMessages.objects.create(registration=registered(open_event(), person.name, person=person))
