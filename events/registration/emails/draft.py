"""A letter on its way: who reads it, what it is about, and the words that most letters share."""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendars, outbox
from core.bilingual import pick
from core.dates import local_of, moment_words, span_words, zone_note
from events.agenda.models import Event
from events.registration import news, paper, series, tickets
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
    #: Seats of the registration that are not given back, the lead first.
    party: list[Seat]
    #: Of a series: the sittings (ids) that the letter is about; None: all that are to come.
    only: Collection[int] | None = None

    @classmethod
    def of(cls, mail: outbox.Mail) -> "Draft":
        seats = Seat.objects.select_related("registration", "event__venue", "event__organisation")
        seat = seats.get(pk=mail.payload["seat"])
        return cls(mail, seat, seat.registration.party)

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
        if told:
            return dict(told)
        now = news.entry_of(self.seat, self.seat.event, language=self.mail.language, method="")
        if self.only is not None:
            now["sittings"] = series.entries_told(self.seat.event, language=self.mail.language, only=self.only)
        return now

    @property
    def title(self) -> str:
        """The event's; that of its sitting where the letter is about one alone."""
        entry = self.entry
        title: str = entry["sittings"][0]["title"] if self.only is not None else entry["title"]
        return title

    @property
    def event_title(self) -> str:
        """The event's own title now, in the letter's language."""
        return pick(self.seat.event, "title", self.mail.language).text

    @property
    def may_join(self) -> bool:
        """Whether the reader holds a seat: the link of an online meeting is for nobody else."""
        return self.seat.state in {Seat.State.EXPECTED, Seat.State.PRESENT} and self.seat.registration.has_tickets

    def when_and_where(self) -> list[tuple[str, str]]:
        entry = self.entry
        facts = when_words(entry, self.seat.event)
        if entry["place"] != entry["link"]:
            facts.append((_("Where"), entry["place"]))
        elif not self.may_join:
            facts.append((_("Where"), _("Online")))
        if entry["link"] and self.may_join:
            facts.append((_("Online"), entry["link"]))
        return facts

    def ticket_facts(self) -> list[tuple[str, str]]:
        reference = (_("Registration number"), self.seat.registration.reference)
        return [*self.who_comes(), reference] if self.party[1:] else [(_("Name"), self.seat.name), reference]

    def who_comes(self) -> list[tuple[str, str]]:
        """The party, where it is one."""
        names = ", ".join(seat.label for seat in self.party)
        return [(_("Who comes"), names)] if self.party[1:] else []

    def manage_link(self, words: str = "") -> Link:
        return words or _("See, change or cancel my registration"), full(self.seat.registration.get_absolute_url())

    def ticket_link(self) -> Link:
        """The ticket; of a party, the page where all of theirs stand."""
        if self.party[1:]:
            return _("Open our tickets"), full(self.seat.registration.get_absolute_url())
        return _("Open my ticket"), full(reverse("registration:ticket", args=[tickets.of(self.seat)]))

    def event_link(self, words: str = "") -> Link:
        return words or _("See the event's page"), self.entry["page"]

    def ticket_file(self) -> outbox.Attachment:
        name = f"{_('ticket')}-{self.seat.registration.reference}.pdf"
        return outbox.Attachment(name, paper.pdf_of(self.seat.event, *self.holders()), "application/pdf")

    def holders(self) -> list[Seat]:
        """Seats with a ticket, their registration loaded."""
        for seat in self.party:
            seat.registration = self.seat.registration
        return [seat for seat in self.party if seat.state in {Seat.State.EXPECTED, Seat.State.PRESENT}]

    def letter(
        self,
        name: str,
        subject: str,
        *,
        facts: Sequence[tuple[str, str]] = (),
        links: Sequence[Link] = (),
        files: Sequence[outbox.Attachment] = (),
        unsubscribe: str = "",
        **words: Any,
    ) -> outbox.Letter:
        """The letter of ``templates/registration/mail/NAME.txt``, as text and HTML, with the calendar part it froze."""
        context = {"title": self.title, "event": self.seat.event, "seats": len(self.party), **words}
        prose = render_to_string(f"registration/mail/{name}.txt", context).strip()
        frame = {
            "subject": subject,
            "language": self.mail.language,
            "reader": words.get("reader", self.seat.name if self.is_for_its_reader else ""),
            "paragraphs": [part.strip() for part in prose.split("\n\n") if part.strip()],
            "facts": facts,
            "links": links,
            "organiser": self.seat.event.organisation.name,
        }
        calendar = method = ""
        if told := self.mail.payload.get("entry"):
            method = told["method"]
            entries = news.calendar_entries(
                told,
                attendee_name=self.seat.name if self.is_for_its_reader else "",
                attendee_email=self.mail.recipient,
            )
            # A message holds one UID: the first is the letter's own, those of other sittings come beside it.
            calendar, *others = (calendars.text([entry], method=method) for entry in entries)
            numbers = [one["number"] for one in told.get("sittings", ())][1:]
            files = [*files, *map(calendar_file, others, numbers, itertools.repeat(method))]
        return outbox.Letter(
            subject=subject,
            text=EMPTY_LINES.sub("\n\n", render_to_string("registration/mail/letter.txt", frame)).strip() + "\n",
            html=render_to_string("registration/mail/letter.html", frame),
            calendar=calendar,
            calendar_method=method,
            attachments=tuple(files),
            unsubscribe=unsubscribe,
        )


def moment_of(moment: datetime | None, event: Event) -> str:
    """Day and hour at the event's place, its zone named where it is another than Montréal's."""
    return moment_words(local_of(moment, event.zone)) + zone_note(event.zone) if moment else ""


def full(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path


def when_words(entry: dict[str, Any], event: Event) -> list[Link]:
    """Its day and hours, or how many sittings and when each is, as they were told."""
    if "sittings" not in entry:
        return [(_("When"), span_words(Told.of(entry)))]
    told = entry["sittings"]
    several = [(_("When"), span_words(event))] if len(told) > 1 else []
    return [*several, *((_("Sitting %(number)d") % {"number": one["number"]}, one["when"]) for one in told)]


def calendar_file(text: str, number: int, method: str) -> outbox.Attachment:
    """The calendar part of another sitting, beside the letter's own."""
    return outbox.Attachment(f"{_('sitting')}-{number}.ics", text.encode(), f"text/calendar; method={method}")
