"""Conditions of entry that rooms above add to an event's audience: prerequisites, invitations, a pass given by hand."""

from collections.abc import Callable

from core.audiences import Answer
from core.sources import Sources
from events.agenda.models import Event
from events.registration import refusals
from events.registration.models import Registration
from people.accounts.models import Person

#: Answers for an event, somebody (None: a guest) and the code they bring ("": none; None: they have not been asked for
#: one yet, and what a code may open is open so far); None: nothing asked at this event.
Source = Callable[[Event, Person | None, str | None], Answer | None]
gate = Sources[Source]()
#: Whether somebody is let in whatever the audience and the gates say; asked of those alone whom they refuse.
Pass = Callable[[Event, Person | None, str | None], bool]
let_in = Sources[Pass]()
#: Notes by what a new registration came in, with the code that was brought ("": none), whatever way it came; raises a
#: RegistrationRefused where that opens nothing any more, and nothing of the registration is kept.
Use = Callable[[Registration, Event, Person | None, str], None]
note_uses = Sources[Use]()


def use(registration: Registration, event: Event, person: Person | None, code: str) -> None:
    """In the transaction of a new registration, which holds the event. Cost: that of those who count."""
    for note in note_uses:
        note(registration, event, person, code)


def refuse(event: Event, person: Person | None, code: str | None) -> None:
    """Raise AudienceNotMet with the first condition that is not met. Cost: that of the sources."""
    for source in gate:
        answer = source(event, person, code)
        if answer is not None and not answer.met:
            raise refusals.AudienceNotMet(answer)


def is_let_in(event: Event, person: Person | None, code: str | None) -> bool:
    """Whether a pass was given. Cost: that of those who know."""
    return any(source(event, person, code) for source in let_in)
