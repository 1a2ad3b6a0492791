"""Letters about a seat, written when they leave: what happened is in the payload, who and which link is read now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calendars, outbox
from core.bilingual import pick
from core.dates import span_words
from events.registration import news, paper, tickets
from events.registration.models import Seat

Link = tuple[str, str]
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass
class Told:
    """When the event is, as it was told: what :func:`core.dates.span_words` puts into words."""

    start_date: date
    start_time: time
    end_date: date
    end_time: time
    zone: str

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "Told":
        start, end = datetime.fromisoformat(entry["start"]), datetime.fromisoformat(entry["end"])
        return cls(start.date(), start.time(), end.date(), end.time(), entry["zone"])


@dataclass
class Draft:
    """A letter on its way: who reads it, what it is about."""

    mail: outbox.Mail
    seat: Seat

    @classmethod
    def of(cls, mail: outbox.Mail) -> "Draft":
        seats = Seat.objects.select_related("registration", "event__venue", "event__organisation")
        return cls(mail, seats.get(pk=mail.payload["seat"]))

    @property
    def is_for_its_reader(self) -> bool:
        """Whether the address is still the registration's: an old one gets no link and no ticket."""
        return self.mail.recipient == self.seat.registration.email

    @property
    def is_active(self) -> bool:
        return self.seat.state != Seat.State.CANCELLED

    @property
    def entry(self) -> dict[str, Any]:
        """What the mail's calendar entry says; for a mail without one, the event as it is now."""
        told = self.mail.payload.get("entry")
        return told or news.entry_of(self.seat, self.seat.event, language=self.mail.language, method="")

    @property
    def title(self) -> str:
        title: str = self.entry["title"]
        return title

    @property
    def may_join(self) -> bool:
        """Whether the reader holds a seat: the link of an online meeting is for nobody else."""
        return self.seat.state in {Seat.State.EXPECTED, Seat.State.PRESENT}

    def when_and_where(self) -> list[tuple[str, str]]:
        entry = self.entry
        facts = [(_("When"), span_words(Told.of(entry)))]
        if entry["place"] != entry["link"]:
            facts.append((_("Where"), entry["place"]))
        elif not self.may_join:
            facts.append((_("Where"), _("Online")))
        if entry["link"] and self.may_join:
            facts.append((_("Online"), entry["link"]))
        return facts

    def ticket_facts(self) -> list[tuple[str, str]]:
        registration = self.seat.registration
        return [(_("Name"), self.seat.name), (_("Registration number"), registration.reference)]

    def manage_link(self, words: str = "") -> Link:
        return words or _("See, change or cancel my registration"), _full(self.seat.registration.get_absolute_url())

    def ticket_link(self) -> Link:
        return _("Open my ticket"), _full(reverse("registration:ticket", args=[tickets.of(self.seat)]))

    def event_link(self, words: str = "") -> Link:
        return words or _("See the event's page"), self.entry["page"]

    def ticket_file(self) -> outbox.Attachment:
        name = f"{_('ticket')}-{self.seat.registration.reference}.pdf"
        return outbox.Attachment(name, paper.pdf_of(self.seat, self.seat.event), "application/pdf")

    def letter(
        self,
        name: str,
        subject: str,
        *,
        facts: Sequence[tuple[str, str]] = (),
        links: Sequence[Link] = (),
        files: Sequence[outbox.Attachment] = (),
        **words: Any,
    ) -> outbox.Letter:
        """The letter of ``templates/registration/mail/NAME.txt``, as text and HTML, with the calendar part it froze."""
        context = {"title": self.title, "event": self.seat.event, **words}
        prose = render_to_string(f"registration/mail/{name}.txt", context).strip()
        frame = {
            "subject": subject,
            "language": self.mail.language,
            "reader": self.seat.name if self.is_for_its_reader else "",
            "paragraphs": [part.strip() for part in prose.split("\n\n") if part.strip()],
            "facts": facts,
            "links": links,
            "organiser": self.seat.event.organisation.name,
        }
        calendar = method = ""
        if told := self.mail.payload.get("entry"):
            method = told["method"]
            entry = news.calendar_entry(
                told,
                attendee_name=self.seat.name if self.is_for_its_reader else "",
                attendee_email=self.mail.recipient,
            )
            calendar = calendars.text([entry], method=method)
        return outbox.Letter(
            subject=subject,
            text=EMPTY_LINES.sub("\n\n", render_to_string("registration/mail/letter.txt", frame)).strip() + "\n",
            html=render_to_string("registration/mail/letter.html", frame),
            calendar=calendar,
            calendar_method=method,
            attachments=tuple(files),
        )


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
    """The ticket again, with the name corrected."""
    draft = Draft.of(mail)
    if draft.is_active and draft.seat.registration.is_waiting:
        subject = _("Your registration was corrected: %(title)s") % {"title": draft.title}
        return draft.letter("renamed_waiting", subject, facts=draft.ticket_facts(), links=[draft.manage_link()])
    return _with_ticket(mail, "renamed", _("Your corrected ticket: %(title)s"))


def _with_ticket(mail: outbox.Mail, name: str, subject: str) -> outbox.Letter | None:
    draft = Draft.of(mail)
    if not draft.is_active or not draft.is_for_its_reader:
        return None
    return draft.letter(
        name,
        subject % {"title": draft.title},
        facts=[*draft.when_and_where(), *draft.ticket_facts()],
        links=[draft.ticket_link(), draft.manage_link()],
        files=[draft.ticket_file()],
    )


@outbox.letter("registration/waiting")
def waiting(mail: outbox.Mail) -> outbox.Letter | None:
    """No seat yet: the place in the list, and what happens next."""
    draft = Draft.of(mail)
    if not draft.seat.registration.is_waiting or not draft.is_for_its_reader:
        return None
    return draft.letter(
        "waiting",
        _("You are on the waiting list: %(title)s") % {"title": draft.title},
        rank=mail.payload["rank"],
        facts=[(_("Your place in the list"), str(mail.payload["rank"])), *draft.when_and_where()],
        links=[draft.manage_link(_("See my place or leave the list"))],
    )


@outbox.letter("registration/reminder")
def reminder(mail: outbox.Mail) -> outbox.Letter | None:
    """The day before; nothing if the event was moved or called off since."""
    draft = Draft.of(mail)
    event, registration = draft.seat.event, draft.seat.registration
    still = f"{event.start_date}T{event.start_time:%H:%M:%S}" == mail.payload["start"]
    if draft.seat.state != Seat.State.EXPECTED or event.is_cancelled or event.has_started or not still:
        return None
    if not draft.is_for_its_reader or not registration.wants_reminder:
        return None
    venue = event.venue
    # A worker that was stopped catches up: what should have left the day before may leave on the day.
    is_today = event.start_date <= timezone.localdate(timezone=event.zone_info)
    subject = _("Today: %(title)s") if is_today else _("Tomorrow: %(title)s")
    return draft.letter(
        "reminder",
        subject % {"title": draft.title},
        is_today=is_today,
        access=str(pick(venue, "access")) if venue else "",
        accessibility=str(pick(event, "accessibility")),
        facts=[*draft.when_and_where(), *draft.ticket_facts()],
        links=[draft.ticket_link(), draft.manage_link(_("I cannot come: cancel my registration"))],
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
    if not draft.is_active or not draft.is_for_its_reader:
        return None
    return draft.letter(
        "event_cancelled",
        _("Called off: %(title)s") % {"title": draft.title},
        reason=str(pick(draft.seat.event, "cancellation_reason", mail.language)),
        facts=draft.when_and_where(),
        links=[(_("See other events"), _full(reverse("agenda:list")))],
    )


@outbox.letter("registration/link")
def link(mail: outbox.Mail) -> outbox.Letter | None:
    """Somebody asked to register a second time with this name and address."""
    draft = Draft.of(mail)
    if not draft.is_active or not draft.is_for_its_reader:
        return None
    rest = [] if draft.seat.registration.is_waiting else [draft.ticket_link()]
    return draft.letter(
        "link",
        _("Your link to your registration: %(title)s") % {"title": draft.title},
        facts=draft.when_and_where(),
        links=[draft.manage_link(), *rest],
    )


def _full(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path
