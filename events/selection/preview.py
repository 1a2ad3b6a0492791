"""The letters of a result as they will be read: written by the same hand, for somebody made up."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import outbox
from events.agenda.models import Event
from events.registration import news
from events.registration.emails import line
from events.registration.emails.draft import Draft
from events.registration.models import Registration, Seat
from events.selection.models import Verdict
from people.accounts.models import Language


@dataclass(frozen=True)
class Shown:
    """One letter in one language."""

    outcome: str
    label: str | Promise
    language: str
    language_label: str | Promise
    subject: str
    text: str


WRITERS = {
    Verdict.Outcome.CHOSEN: line.chosen_letter,
    Verdict.Outcome.RESERVE: line.reserved_letter,
    Verdict.Outcome.DECLINED: line.not_chosen_letter,
}
STATES = {
    Verdict.Outcome.CHOSEN: (Registration.State.CONFIRMED, Seat.State.EXPECTED),
    Verdict.Outcome.RESERVE: (Registration.State.WAITING, Seat.State.WAITING),
    Verdict.Outcome.DECLINED: (Registration.State.CANCELLED, Seat.State.CANCELLED),
}


def letters_of(event: Event) -> list[Shown]:
    """All three, each in both languages. Nothing is saved. Cost: none with the event's venue and terms loaded."""
    return [_letter(event, Verdict.Outcome(outcome), language) for outcome in WRITERS for language in Language.values]


def _letter(event: Event, outcome: Verdict.Outcome, language: str) -> Shown:
    state, seat_state = STATES[outcome]
    with translation.override(language):
        name = _("(first name and family name)")
        registration = Registration(event=event, email="", language=language, state=state)
        seat = Seat(registration=registration, event=event, name=name, state=seat_state)
        mail: outbox.Mail = news.about_seat(
            outcome.value, registration=registration, seat=seat, event=event, fact="", rank=3, reason=_("(your reason)")
        )
        letter = WRITERS[outcome](Draft(mail, seat, [seat]))
    return Shown(outcome.value, outcome.label, language, Language(language).label, letter.subject, letter.text)
