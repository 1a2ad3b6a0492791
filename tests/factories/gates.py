"""Invitations, and people let in by hand."""

from django.db.models import Model

from events.gates.models import Invitation, Pass
from people.accounts.models import Person
from tests.factories import canaries
from tests.factories.registration import open_event, registered


@canaries.maker(Invitation)
def _invitation(person: Person, _sing: canaries.Canaries) -> Model:
    registration = registered(open_event(), person.name, person=person)
    return Invitation.objects.create(event=registration.event, email="x@exemple.test", used_by=registration)


@canaries.maker(Pass)
def _pass(person: Person, _sing: canaries.Canaries) -> Model:
    registration = registered(open_event(), person.name, person=person)
    return Pass.objects.create(event=registration.event, email="x@exemple.test", reason="x", used_by=registration)
