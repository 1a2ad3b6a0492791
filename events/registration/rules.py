"""Who may register, and who may see a registration."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audiences
from core.audiences import Answer, Verdict
from events.agenda.models import Event
from events.registration import gates, refusals
from events.registration.models import Registration, Seat, Terms
from people.accounts.models import Person


def refuse_event(event: Event, *, at_the_door: bool = False) -> None:
    """Raise the reason why nobody can register for the event now; no query.

    ``at_the_door``: somebody stands there, so the hours in which the form is open do not count; whoever is at the door
    knows until when an arrival can be noted.
    """
    now = timezone.now()
    if event.cancelled_at is not None:
        raise refusals.EventCancelled
    if event.ends_at <= now and not at_the_door:
        raise refusals.EventOver
    if event.published_at is None or event.published_at > now:
        raise refusals.NotOpenYet
    if at_the_door:
        return
    if event.registration_opens_at is not None and now < event.registration_opens_at:
        raise refusals.NotOpenYet
    if event.registration_closes_at is not None and event.registration_closes_at <= now:
        raise refusals.RegistrationClosed


def audience_answer(event: Event, person: Person | None) -> Answer:
    """Whether the event is for this person; an unproven address is UNKNOWN to every audience.

    Cost: none for an event open to everybody, else 1 query and what the audience asks.
    """
    return answer_to(event.audience, person) if event.audience else Answer(Verdict.MET)


def answer_to(question: str, person: Person | None) -> Answer:
    """The answer to a question of ``core.audiences``, asked about nobody whose address is unproven.

    Cost: none for a guest, else 1 query and what the audience asks. Raises KeyError for an unknown name.
    """
    if person is None:
        return Answer(
            Verdict.UNKNOWN,
            _("This event is for some people only, and we do not know yet whether you are one of them."),
            _("Sign in, and the form will know."),
        )
    if not person.addresses.filter(proven_at__isnull=False).exists():
        return Answer(
            Verdict.UNKNOWN,
            _("This event is for some people only, and your address has not been confirmed yet."),
            _("Confirm your address from your account, then come back."),
        )
    return audiences.explain(question, person)


def refuse_person(event: Event, person: Person | None, *, code: str | None = "") -> None:
    """Raise AudienceNotMet unless the event is for this person (None: a guest), who may bring the ``code`` of an invitation
    (None: not asked yet), or was let in all the same.
    """
    try:
        answer = audience_answer(event, person)
        if not answer.met:
            raise refusals.AudienceNotMet(answer)
        gates.refuse(event, person, code)
    except refusals.AudienceNotMet:
        if not gates.is_let_in(event, person, code):
            raise


def reason_against(event: Event, person: Person | None, code: str | None = None) -> refusals.RegistrationRefused | None:
    """What keeps this person (None: a guest) from registering now, were they to bring this code; None when nothing does."""
    try:
        refuse_event(event)
        refuse_person(event, person, code=code)
    except refusals.RegistrationRefused as refusal:
        return refusal
    return None


def is_known_as(person: Person | None, registration: Registration) -> bool:
    """Whether the person signed in has shown to be the one the registration was made for, by login or by mailbox."""
    if person is None:
        return False
    if registration.contact_id == person.pk:
        return True
    return person.addresses.filter(email=registration.email, proven_at__isnull=False).exists()


def can_cancel(registration: Registration, event: Event) -> bool:
    """Still to come and not called off."""
    return not registration.is_cancelled and not event.is_cancelled and not event.is_past


def can_change_party(registration: Registration, event: Event) -> bool:
    """Whether somebody of the party may stay away, or somebody may come along: while it can be cancelled, and none of it is in.

    Needs the event's terms loaded, and the seats: no query then.
    """
    if not can_cancel(registration, event) or registration.is_offered:
        return False
    unused = all(seat.state not in {Seat.State.PRESENT, Seat.State.ABSENT} for seat in registration.party)
    return unused and (registration.is_party or Terms.of(event).largest_party > 1)
