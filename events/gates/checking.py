"""Whether somebody is let in: each gate asked in turn, all of them to be met; a pass opens whatever they say."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audiences
from core.audiences import Answer, Verdict
from events.agenda.models import Event
from events.gates.codes import typed
from events.gates.models import Gate, Invitation, Pass, SharedCode
from events.registration import rules
from people.accounts.models import Person

#: Under which what was read of an event stays with it, for the time of a request.
_READ = "_gates_read"


def gates_of(event: Event) -> list[Gate]:
    """The conditions of an event. Cost: 1 query, once for each time the event was read."""
    if _READ not in event.__dict__:
        event.__dict__[_READ] = list(Gate.objects.filter(event=event))
    found: list[Gate] = event.__dict__[_READ]
    return found


def forget(event: Event) -> None:
    """What was read of it is old."""
    event.__dict__.pop(_READ, None)


def sentences_of(event: Event) -> list[str]:
    """The conditions as visitors read them. Cost: 1 query, and what their arguments ask."""
    return [sentence_of(gate) for gate in gates_of(event)]


def sentence_of(gate: Gate) -> str:
    if gate.is_of_invited:
        return _("By invitation.")
    try:
        return audiences.sentence(gate.question)
    except KeyError:
        return _("For some people only: write to the organiser to know whether you are one of them.")


def answer(event: Event, person: Person | None, code: str | None) -> Answer | None:
    """The first condition that is not met, or that all are; None for an event without any.

    Cost: 1 query, and what the conditions ask.
    """
    gates = gates_of(event)
    for gate in gates:
        found = _invited(event, person, code) if gate.is_of_invited else _asked(gate, person)
        if not found.met:
            return found
    return Answer(Verdict.MET) if gates else None


def _asked(gate: Gate, person: Person | None) -> Answer:
    """A question that no room of this house answers opens to nobody; who is not known yet is told what is asked."""
    try:
        audiences.named(gate.question)
        # Before anybody is told to sign in: nothing would come of it.
    except KeyError:
        return Answer(
            Verdict.UNKNOWN,
            _("This event has a condition that cannot be checked at the moment."),
            _("Write to the organiser, who can let you in."),
        )
    found = rules.answer_to(gate.question, person)
    if found.verdict is Verdict.UNKNOWN:
        return Answer(found.verdict, f"{sentence_of(gate)} {found.reason}", found.remedy)
    return found


def _invited(event: Event, person: Person | None, code: str | None) -> Answer:
    """By a proven address, or by a code. Whether a code is used already is settled as it is used (``actions.use``)."""
    if code is None or (person is not None and invitations_of(event, person).exists()):
        return Answer(Verdict.MET)
    meant = typed(code)
    if not meant:
        return Answer(
            Verdict.UNKNOWN,
            _("This event is for those who were invited."),
            _("Type the code of your invitation, or sign in with the address it was sent to."),
        )
    if Invitation.objects.filter(event=event, code=meant).exists():
        return Answer(Verdict.MET)
    if SharedCode.objects.filter(event=event, code=meant).exists():
        return Answer(Verdict.MET)
    return Answer(
        Verdict.NOT_MET,
        _("This code does not open this event."),
        _("Check it with your letter, or ask the organiser for another one."),
    )


def invitations_of(event: Event, person: Person) -> "models.QuerySet[Invitation]":
    """Those that went to an address the person has proven."""
    return Invitation.objects.filter(event=event, email__in=proven(person))


def passes_for(event: Event, person: Person | None, code: str | None) -> "models.QuerySet[Pass]":
    """Those that let somebody in, by an address they have proven or by the code of their letter."""
    theirs = Q(code=typed(code)) if code else Q(pk=None)
    if person is not None:
        theirs |= Q(email__in=proven(person))
    return Pass.objects.filter(theirs, event=event)


def proven(person: Person) -> "models.QuerySet[Any, str]":
    """Addresses of theirs that they have shown to read."""
    return person.addresses.filter(proven_at__isnull=False).values_list("email", flat=True)


def is_let_in(event: Event, person: Person | None, code: str | None) -> bool:
    """Cost: 1 query, none for a guest without a code."""
    return (person is not None or bool(code)) and passes_for(event, person, code).exists()
