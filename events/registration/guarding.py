"""The word of a parent or guardian for those under 18: asked by mail, given or refused, or missing when the time is over."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import audit, clock, outbox
from events.agenda.models import Event
from events.registration import answering, ending, news, refusals, waiting
from events.registration.models import Guardian, Registration, Seat, lead_of
from people.accounts.models import Address

#: Due work: a guardian who has not answered.
GUARDIAN_SILENT = "registration.guardian"
#: Waking hours a guardian has to answer; fewer close to the event.
HOURS = 39


@dataclass(frozen=True)
class Named:
    """The guardian that a form names. Without an address it is the person who registers, who has said so."""

    name: str = ""
    email: str = ""


def until_for(event: Event) -> datetime:
    """Until when a guardian can answer. Raises GuardianTooLate when there is no time left to ask."""
    until = answering.time_to_answer(timezone.now(), starts_at=event.starts_at, zone=event.zone, hours=HOURS)
    if until is None:
        raise refusals.GuardianTooLate
    return until


def entrust(registration: Registration, event: Event, named: Named | None, *, lead_is_minor: bool) -> None:
    """Keep who answers for the minors of a new registration, and ask them unless it is the person who registers.

    Cost: 1 query, 4 more to ask somebody. Raises GuardianMissing or GuardianTooLate.
    """
    if named is None or (lead_is_minor and not named.email):
        raise refusals.GuardianMissing
    if not lead_is_minor:
        Guardian.objects.create(
            registration=registration,
            name=named.name or registration.contact.name,
            email=registration.email,
            confirmed_at=timezone.now(),
        )
        return
    guardian = Guardian.objects.create(
        registration=registration,
        name=" ".join(named.name.split()),
        email=Address.normalise(named.email),
        until=until_for(event),
    )
    registration.awaits_guardian = True
    registration.save(update_fields=["awaits_guardian"])
    clock.schedule(
        GUARDIAN_SILENT, str(guardian.pk), due_at=guardian.until or timezone.now(), payload={"guardian": guardian.pk}
    )


def answer_for_more(registration: Registration, event: Event, *, is_guardian: bool, lead_is_minor: bool) -> None:
    """Others under 18 join a party. Whoever is asked already answers for them too; a yes that was given is not stretched.

    Cost: 1 query, 1 more for the first of them. Raises GuardianMissing or GuardianAgreedToOthers.
    """
    if lead_is_minor and not registration.awaits_guardian:
        raise refusals.GuardianAgreedToOthers
    if not Guardian.objects.filter(registration=registration).exists():
        named = Named(name=registration.contact.name) if is_guardian else None
        entrust(registration, event, named, lead_is_minor=False)


def ask(registration: Registration, event: Event, lead: Seat, *, fact: str = "") -> None:
    """Write to the guardian whose word is missing, once for each ``fact``. Cost: 2 queries."""
    guardian = Guardian.objects.get(registration=registration)
    outbox.post_all(
        [news.to_guardian("guardian", guardian=guardian, registration=registration, seat=lead, event=event, fact=fact)]
    )


def sooner(event: Event) -> None:
    """The event begins before some guardians are to answer, since it was moved: their time is cut, and they are asked again.

    The caller holds the event. Cost: 1 query, and 5 for each of them.
    """
    now = timezone.now()
    late = Guardian.objects.filter(
        registration__event=event, registration__awaits_guardian=True, until__gt=event.starts_at
    )
    for guardian in late.select_related("registration").order_by("pk") if event.starts_at > now else ():
        guardian.until = (
            answering.time_to_answer(now, starts_at=event.starts_at, zone=event.zone, hours=HOURS) or event.starts_at
        )
        guardian.save(update_fields=["until"])
        clock.schedule(GUARDIAN_SILENT, str(guardian.pk), due_at=guardian.until, payload={"guardian": guardian.pk})
        lead = lead_of(Seat.objects.of_party(guardian.registration))
        ask(guardian.registration, event, lead, fact=guardian.until.isoformat())


def _asked(guardian: Guardian) -> tuple[Guardian, Registration, Event]:
    """Who was asked and about what, the event held. Raises GuardianAnswered (nobody's word is
    awaited any more), EventCancelled or EventOver. Cost: 2 queries.
    """
    event = waiting.hold(guardian.registration.event_id)
    guardian = Guardian.objects.select_related("registration__contact").get(pk=guardian.pk)
    registration = guardian.registration
    if guardian.has_confirmed or not registration.awaits_guardian:
        raise refusals.GuardianAnswered
    if event.is_cancelled:
        raise refusals.EventCancelled
    if event.is_past:
        raise refusals.EventOver
    return guardian, registration, event


@transaction.atomic
def confirm(*, guardian: Guardian) -> Registration:
    """The guardian agrees: where a seat is held, the ticket goes out. Cost: 8 queries.

    Raises GuardianAnswered, EventCancelled or EventOver.
    """
    guardian, registration, event = _asked(guardian)
    guardian.confirmed_at = timezone.now()
    guardian.save(update_fields=["confirmed_at"])
    registration.awaits_guardian = False
    registration.save(update_fields=["awaits_guardian"])
    clock.cancel(GUARDIAN_SILENT, str(guardian.pk))
    if registration.state == Registration.State.CONFIRMED:
        lead = lead_of(Seat.objects.of_party(registration))
        outbox.post_all([news.seated("confirmed", registration=registration, seat=lead, event=event, fact="guardian")])
    audit.record("registration.guardian_confirmed", registration, by=None)
    ending.count_changed(event)
    return registration


@transaction.atomic
def refuse(*, guardian: Guardian) -> Registration:
    """The guardian does not agree: the registration ends, and whoever registered is told. Cost: that of ``ending.end``.

    Raises GuardianAnswered, EventCancelled or EventOver.
    """
    guardian, registration, event = _asked(guardian)
    clock.cancel(GUARDIAN_SILENT, str(guardian.pk))
    ending.end(registration, event, ending=Registration.Ending.UNGUARDED, by=None, letter="unguarded", refused=True)
    return registration


@transaction.atomic
def run_out(*, guardian: Guardian) -> bool:
    """Nobody confirmed in time: the seats go back. False if somebody did, or the time is not over."""
    event = waiting.hold(guardian.registration.event_id)
    guardian = Guardian.objects.select_related("registration").get(pk=guardian.pk)
    if not guardian.registration.awaits_guardian or not guardian.is_late(timezone.now()):
        return False
    letter = "" if event.is_cancelled or event.is_past else "unguarded"
    ending.end(guardian.registration, event, ending=Registration.Ending.UNGUARDED, by=None, letter=letter)
    return True
