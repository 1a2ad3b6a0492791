"""Letters to those who hold a seat, or held one."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.bilingual import pick
from core.dates import span_words
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.registration import stopping
from events.registration.emails.draft import Draft, Told, full
from events.registration.models import Registration, Seat
from events.registration.sittings import COMING


@outbox.letter("registration/confirmed")
def confirmed(mail: outbox.Mail) -> outbox.Letter | None:
    """A seat at once: ticket and calendar entry."""
    return _with_ticket(mail, "confirmed", _("You are registered: %(title)s"))


@outbox.letter("registration/promoted")
def promoted(mail: outbox.Mail) -> outbox.Letter | None:
    """A seat after waiting."""
    return _with_ticket(mail, "promoted", _("A seat is yours: %(title)s"))


@outbox.letter("registration/renamed")
def renamed(mail: outbox.Mail) -> outbox.Letter | None:
    """The ticket again, with the name corrected; that it was corrected, where there is no ticket yet."""
    draft = Draft.of(mail)
    registration = draft.seat.registration
    if registration.has_tickets:
        return _with_ticket(mail, "renamed", _("Your corrected ticket: %(title)s"))
    if not draft.is_active or not draft.is_for_its_reader:
        return None
    return draft.letter(
        "renamed_without_ticket",
        _("Your registration was corrected: %(title)s") % {"title": draft.title},
        is_waiting=registration.is_waiting,
        facts=draft.ticket_facts(),
        links=[draft.manage_link()],
    )


def _with_ticket(mail: outbox.Mail, name: str, subject: str) -> outbox.Letter | None:
    draft = Draft.of(mail)
    if not draft.is_active or not draft.is_for_its_reader or not draft.seat.registration.has_tickets:
        return None
    if not draft.holders():
        return None
    return draft.letter(
        name,
        subject % {"title": draft.title},
        facts=[*draft.when_and_where(), *draft.ticket_facts()],
        links=[draft.ticket_link(), draft.manage_link()],
        files=[draft.ticket_file()],
    )


@outbox.letter("registration/accepted")
def accepted(mail: outbox.Mail) -> outbox.Letter | None:
    """The offered place was taken: tickets and calendar entry."""
    return _with_ticket(mail, "accepted", _("You are registered: %(title)s"))


@outbox.letter("registration/party")
def party(mail: outbox.Mail) -> outbox.Letter | None:
    """Others come than before: the tickets as they are now."""
    draft = Draft.of(mail)
    if draft.seat.registration.has_tickets:
        return _with_ticket(mail, "party", _("Who comes has changed: %(title)s"))
    if not draft.is_active or not draft.is_for_its_reader:
        return None
    subject = _("Who comes has changed: %(title)s") % {"title": draft.title}
    facts = [*draft.ticket_facts(), *draft.when_and_where()]
    return draft.letter("party_without_tickets", subject, facts=facts, links=[draft.manage_link()])


@outbox.letter("registration/reminder")
def reminder(mail: outbox.Mail) -> outbox.Letter | None:
    """Before the event, or one of its sittings; nothing if that was moved or called off since."""
    draft = Draft.of(mail)
    event, registration = draft.seat.event, draft.seat.registration
    number = mail.payload.get("sitting")
    held: Event | Sitting | None = event
    if number is not None:
        draft.only = [number]
        held = event.sittings_standing.filter(pk=number).first()
    if held is None or event.is_cancelled or held.starts_at <= timezone.now():
        return None
    if f"{held.start_date}T{held.start_time:%H:%M:%S}" != mail.payload["start"]:
        return None
    if draft.seat.state not in (COMING if number is not None else (Seat.State.EXPECTED,)):
        return None
    if not draft.is_for_its_reader or not registration.wants_reminder:
        return None
    venue = event.venue
    # A worker that was stopped catches up: what should have left the day before may leave on the day.
    days = max(0, (held.start_date - timezone.localdate(timezone=event.zone_info)).days)
    subject = {0: _("Today: %(title)s"), 1: _("Tomorrow: %(title)s")}.get(days, _("In %(days)s days: %(title)s"))
    stop = stopping.link_for(registration, stopping.REMINDERS)
    return draft.letter(
        "reminder",
        subject % {"title": draft.title, "days": days},
        days=days,
        is_one_of_several=number is not None,
        sentence=mail.payload.get("sentence", ""),
        access=str(pick(venue, "access")) if venue else "",
        accessibility=str(pick(event, "accessibility")),
        facts=[*draft.when_and_where(), *draft.ticket_facts()],
        links=[
            draft.ticket_link(),
            draft.manage_link(
                _("See my registration, with all sittings")
                if number is not None
                else _("I cannot come: cancel my registration")
            ),
            *([(_("No reminder of this event any more"), stop)] if stop else []),
        ],
        unsubscribe=stop,
    )


@outbox.letter("registration/changed")
def changed(mail: outbox.Mail) -> outbox.Letter | None:
    """Another time, another place, or both: from what to what."""
    draft = Draft.of(mail)
    if not draft.is_active or not draft.is_for_its_reader:
        return None
    was, what = mail.payload["was"], set(mail.payload["changed"])
    facts = draft.when_and_where()
    if was.get("start"):
        facts.append((_("Before, it was"), span_words(Told.of(was))))
    if was.get("place"):
        facts.append((_("Before, the place was"), was["place"]))
    if {"time", "place"} <= what:
        subject = _("Another time and another place: %(title)s")
    elif "time" in what:
        subject = _("Another time: %(title)s")
    elif "place" in what:
        subject = _("Another place: %(title)s")
    else:
        subject = _("A new title: %(title)s")
    return draft.letter(
        "changed",
        subject % {"title": draft.title},
        reason=str(pick(draft.seat.event, "move_reason", mail.language)) if what & {"time", "place"} else "",
        is_waiting=draft.seat.registration.is_waiting,
        has_tickets=draft.seat.registration.has_tickets,
        facts=facts,
        links=[draft.manage_link(_("See my registration, or cancel it"))],
    )


@outbox.letter("registration/cancelled")
def cancelled(mail: outbox.Mail) -> outbox.Letter | None:
    """The place was given back, by the visitor or for them."""
    draft = Draft.of(mail)
    event = draft.seat.event
    links = [draft.event_link(_("Register again from the event's page"))] if event.takes_registrations else []
    return draft.letter(
        "cancelled",
        _("Your registration is cancelled: %(title)s") % {"title": draft.title},
        by_organiser=mail.payload.get("by_organiser", False),
        had_seat=draft.seat.registration.confirmed_at is not None,
        facts=draft.when_and_where(),
        links=links,
    )


@outbox.letter("registration/left")
def left(mail: outbox.Mail) -> outbox.Letter | None:
    """To the address that was given up: no name, no link, and the calendar forgets the event."""
    draft = Draft.of(mail)
    return draft.letter("left", _("Registration moved to another address: %(title)s") % {"title": draft.title})


@outbox.letter("registration/joined")
def joined(mail: outbox.Mail) -> outbox.Letter | None:
    """Two registrations turned out to be one person's: this address held the one that was given back."""
    draft = Draft.of(mail)
    subject = _("You were registered twice: %(title)s") % {"title": draft.title}
    facts = [*draft.when_and_where(), (_("Registration number that counts"), mail.payload["stays"])]
    return draft.letter("joined", subject, facts=facts, links=[draft.event_link()])


@outbox.letter("registration/event_cancelled")
def event_cancelled(mail: outbox.Mail) -> outbox.Letter | None:
    """The event will not be, and why."""
    draft = Draft.of(mail)
    applied = draft.seat.registration.ending == Registration.Ending.CALLED_OFF
    if not (draft.is_active or applied) or not draft.is_for_its_reader:
        return None
    return draft.letter(
        "event_cancelled",
        _("Called off: %(title)s") % {"title": draft.title},
        applied=applied,
        reason=str(pick(draft.seat.event, "cancellation_reason", mail.language)),
        facts=draft.when_and_where(),
        links=[(_("See other events"), full(reverse("agenda:list")))],
    )


@outbox.letter("registration/link")
def link(mail: outbox.Mail) -> outbox.Letter | None:
    """Somebody asked to register a second time with this name and address."""
    draft = Draft.of(mail)
    if not draft.is_active or not draft.is_for_its_reader:
        return None
    rest = [draft.ticket_link()] if draft.may_join and not draft.party[1:] else []
    return draft.letter(
        "link",
        _("Your link to your registration: %(title)s") % {"title": draft.title},
        facts=draft.when_and_where(),
        links=[draft.manage_link(), *rest],
    )
