"""An event by review is published with a deadline, and whoever applied counts: it is not taken back under them, and they
are told when it is called off.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core.audit import Entry
from core.outbox import Mail, writer_of
from events.agenda import actions as agenda
from events.agenda import headcount
from events.agenda.models import Event
from events.agenda.refusals import NotReady, PeopleRegistered
from events.registration import concerned, running
from events.registration.models import Registration
from events.registration.refusals import EventCancelled, NotOpenYet
from events.registration.seating import Companion
from events.selection import refusals
from events.selection.models import Verdict
from people.accounts.models import User
from tests.factories.accounts import sign_in
from tests.factories.agenda import organiser
from tests.factories.registration import open_event, registered
from tests.factories.selection import by_review, decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair() -> User:
    return organiser(regions=("04",))


@pytest.fixture
def client(chair: User) -> Client:
    return sign_in(Client(), chair)


def page(client: Client, name: str, event: Event) -> str:
    with translation.override("en"):
        address = reverse(name, args=[event.pk])
    return client.get(address).content.decode()


def test_an_event_by_review_is_not_published_before_it_says_until_when(chair: User, client: Client) -> None:
    event = by_review(published_at=None, registration_closes_at=None)

    with translation.override("en"), pytest.raises(NotReady, match="say until when people can apply"):
        agenda.publish(event=event, by=chair)
    asked = page(client, "agenda:publish", event)
    assert "It cannot be published yet" in asked
    assert "Publish now" not in asked
    assert "It cannot be published yet" in page(client, "agenda:manage_event", event)

    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now())
    assert "Publish now" in page(client, "agenda:publish", event)
    assert not agenda.publish(event=event, by=chair).is_draft


def test_once_published_it_keeps_its_deadline(chair: User) -> None:
    event, in_order = by_review(), open_event(registration_closes_at=None)

    event.registration_closes_at = None
    with pytest.raises(NotReady):
        agenda.edit_event(event=event, by=chair)
    with pytest.raises(NotReady):
        running.set_terms(event=in_order, by=chair, admission="review")

    assert Event.objects.get(pk=event.pk).registration_closes_at is not None
    # One that was published without may still be edited.
    Event.objects.filter(pk=event.pk).update(registration_closes_at=None)
    older = Event.objects.get(pk=event.pk)
    older.summary_fr = "Corrigé"
    assert agenda.edit_event(event=older, by=chair).summary_fr == "Corrigé"


def test_whoever_applied_counts_before_the_event_is_taken_back_or_called_off(chair: User, client: Client) -> None:
    event = by_review()
    assert "Back to draft" in page(client, "agenda:manage_event", event)
    application = registered(event, companions=[Companion("Paul Roy")])

    with pytest.raises(PeopleRegistered):
        agenda.unpublish(event=event, by=chair)

    assert headcount.concerned(event) == 2
    overview = page(client, "agenda:manage_event", event)
    assert "Back to draft" not in overview
    assert "seats applied for" in overview
    assert "2 people who registered" in page(client, "agenda:cancel", event)
    assert list(concerned.registrations_of(event, "applied")) == [application]


def test_nobody_applies_to_what_was_taken_back_or_called_off_meanwhile(chair: User) -> None:
    back, off = by_review(), by_review()
    agenda.unpublish(event=Event.objects.get(pk=back.pk), by=chair)
    agenda.cancel(event=Event.objects.get(pk=off.pk), by=chair, reason_fr="Tempête")

    with pytest.raises(NotOpenYet):
        registered(back)
    with pytest.raises(EventCancelled):
        registered(off)


def test_calling_off_tells_whoever_applied_and_ends_it(chair: User, client: Client) -> None:
    event = by_review()
    application = registered(event, language="en")
    decide(chair, "chosen", application)

    agenda.cancel(event=event, by=chair, reason_fr="Tempête", reason_en="Storm")

    held = Registration.objects.get(pk=application.pk)
    assert (held.state, held.ending, str(held.standing)) == ("cancelled", "called_off", "Annulé")
    assert {seat.state for seat in held.seats.all()} == {"cancelled"}
    mail = Mail.objects.get(template="registration/event_cancelled")
    with translation.override("en"):
        letter = writer_of(mail.template)(mail)
    assert letter is not None
    assert "Storm" in letter.text
    assert "Your application ends with it" in letter.text
    with translation.override("en"):
        address = held.get_absolute_url()
    own = client.get(address).content.decode()
    assert "Your application ends with it" in own
    assert Entry.objects.filter(action="registration.cancelled", object_id=str(held.pk)).exists()
    # Nobody decides any more, and what was decided is told to nobody.
    late = Registration.objects.select_related("event").get(pk=held.pk)
    with pytest.raises(refusals.CalledOff):
        decide(chair, "declined", late)
    assert Verdict.objects.get(registration=held).told_at is None
