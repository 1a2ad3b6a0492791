"""Whatever organisers and visitors do, in whatever order: each visitor's calendar holds what the database holds.

The calendar is a parser with a memory, written from RFC 5545 and 5546 alone: it unfolds, reads UID, SEQUENCE and
DTSTAMP, and lets an older revision change nothing. ``MAILLAGE_REPLAYS`` says how many stories are told.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail as post_office
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.outbox import Sender
from core.reference.models import Region
from core.refusals import Refusal
from events.agenda import actions as agenda
from events.agenda.models import Event, Venue
from events.registration import actions, paper
from events.registration.models import Registration, Seat
from people.privacy import actions as privacy
from tests.factories.registration import open_event
from tests.scale import REPLAYS

pytestmark = pytest.mark.django_db

PEOPLE = ["Ioana Dragomir", "Phạm Thị Đặng", "Amina Benali", "Zoé Lévesque"]
ZONES = ["America/Toronto", "America/Halifax", "America/Blanc-Sablon"]

# ------------------------------------------------------------------ the visitor's calendar


@dataclass(frozen=True)
class Held:
    """An entry as the calendar shows it. Times are local ones of ``zone``."""

    revision: tuple[int, str]
    is_off: bool
    start: str
    end: str
    zone: str
    summary: str
    location: str


@dataclass
class Calendar:
    """What one address's calendar programme remembers."""

    entries: dict[str, Held] = field(default_factory=dict)

    def receive(self, text: str) -> None:
        lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
        method = next(line.partition(":")[2] for line in lines if line.startswith("METHOD:"))
        inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
        values, parameters = {}, {}
        for line in inside:
            head, _colon, value = line.partition(":")
            name, _semicolon, rest = head.partition(";")
            values[name], parameters[name] = value, rest
        assert f"TZID:{self.zone_in(parameters['DTSTART'])}" in lines  # a zone is described where it is used
        entry = Held(
            revision=(int(values["SEQUENCE"]), values["DTSTAMP"]),
            is_off=method == "CANCEL",
            start=values["DTSTART"],
            end=values["DTEND"],
            zone=self.zone_in(parameters["DTSTART"]),
            summary=self.unescaped(values["SUMMARY"]),
            location=self.unescaped(values.get("LOCATION", "")),
        )
        known = self.entries.get(values["UID"])
        if known is None or known.revision <= entry.revision:
            self.entries[values["UID"]] = entry

    @property
    def live(self) -> dict[str, Held]:
        return {uid: entry for uid, entry in self.entries.items() if not entry.is_off}

    @staticmethod
    def zone_in(parameter: str) -> str:
        return parameter.partition("TZID=")[2].strip('"')

    @staticmethod
    def unescaped(value: str) -> str:
        return re.sub(r"\\(.)", lambda pair: "\n" if pair[1] in "nN" else pair[1], value)


# ------------------------------------------------------------------ what may happen


@dataclass
class Story:
    """One event, four people, and the mails that left so far."""

    event: Event
    venues: list[Venue]
    calendars: dict[str, Calendar] = field(default_factory=lambda: defaultdict(Calendar))
    tellings: Any = field(default_factory=count)

    def registration_of(self, who: int) -> Registration | None:
        seats = Seat.objects.filter(event=self.event, name__startswith=PEOPLE[who]).active()
        return Registration.objects.filter(pk__in=seats.values("registration")).order_by("pk").first()

    def fresh(self) -> Event:
        return Event.objects.select_related("venue", "region").get(pk=self.event.pk)

    def register(self, who: int, second_name: bool) -> None:
        name = PEOPLE[who] + (" Roy" if second_name else "")
        actions.register(
            event=self.fresh(),
            name=name,
            email=f"adresse{who}{'b' if second_name else ''}@exemple.test",
            language="fr" if who % 2 else "en",
            idempotency_key=f"page {next(self.tellings)}",
        )

    def cancel(self, who: int) -> None:
        if registration := self.registration_of(who):
            actions.cancel(registration=registration, by=None)

    def correct(self, who: int, number: int) -> None:
        if registration := self.registration_of(who):
            actions.change_details(
                registration=registration,
                name=PEOPLE[who],
                email=f"adresse{who}-{number}@exemple.test",
                language=registration.language,
                wants_reminder=True,
            )

    def join(self, who: int) -> None:
        seats = Seat.objects.filter(event=self.event, name__startswith=PEOPLE[who]).order_by("pk")
        people = list(dict.fromkeys(seat.person for seat in seats.select_related("person")))
        for gone in people[1:]:
            privacy.merge(keep=people[0], gone=gone, by=None)

    def move(self, day: date, hour: int, venue: int) -> None:
        start = datetime.combine(day, time(hour, 30))
        agenda.move(event=self.fresh(), by=None, start=start, end=start + timedelta(hours=5), venue=self.venues[venue])

    def rename(self, number: int) -> None:
        event = self.fresh()
        event.title_fr, event.title_en = f"Salon, de « l’emploi » ; n° {number}", f"Job fair; no. {number}, \\new"
        agenda.edit_event(event=event, by=None)

    def resize(self, capacity: int | None) -> None:
        agenda.change_capacity(event=self.fresh(), by=None, capacity=capacity)

    def call_off(self) -> None:
        agenda.cancel(event=self.fresh(), by=None, reason_fr="Tempête")

    def deliver(self) -> None:
        """The worker comes by, and all that left arrives."""
        sender = Sender()
        while sender.send_next():
            pass
        for message in post_office.outbox:
            for part in message.message().walk():
                if part.get_content_type() == "text/calendar":
                    content = part.get_payload(decode=True)
                    assert isinstance(content, bytes)
                    self.calendars[message.to[0]].receive(content.decode())
        post_office.outbox.clear()


days = st.dates(date(2027, 3, 12), date(2027, 3, 16)) | st.dates(date(2027, 11, 5), date(2027, 11, 9))
people = st.integers(0, len(PEOPLE) - 1)
deeds = st.one_of(
    st.tuples(st.just("register"), people, st.booleans()),
    st.tuples(st.just("register"), people, st.just(False)),
    st.tuples(st.just("cancel"), people),
    st.tuples(st.just("correct"), people, st.integers(0, 2)),
    st.tuples(st.just("join"), people),
    st.tuples(st.just("move"), days, st.sampled_from([0, 4, 9, 18]), st.integers(0, 2)),
    st.tuples(st.just("rename"), st.integers(1, 9)),
    st.tuples(st.just("resize"), st.none() | st.integers(1, 4)),
    st.tuples(st.just("deliver")),
)
stories = st.tuples(st.lists(deeds, min_size=4, max_size=22), st.sampled_from(["goes on", "goes on", "is called off"]))


def in_the_database(event: Event) -> dict[tuple[str, str], tuple[str, ...]]:
    """(address, UID) -> what its calendar is to show, for every seat whose holder is to come."""
    if event.is_cancelled:
        return {}
    expected = {}
    for seat in Seat.objects.filter(event=event).expected().select_related("registration"):
        registration = seat.registration
        assert event.venue
        expected[registration.email, f"seat-{seat.calendar_uid}@maillage"] = (
            f"{event.start_date:%Y%m%d}T{event.start_time:%H%M%S}",
            f"{event.end_date:%Y%m%d}T{event.end_time:%H%M%S}",
            event.zone,
            event.title_fr if registration.language == "fr" else event.title_en,
            event.venue.name,
        )
    return expected


@given(stories)
@settings(max_examples=REPLAYS, suppress_health_check=[HealthCheck.too_slow])
def test_the_visitors_calendar_equals_the_database(story: tuple[list[tuple[Any, ...]], str]) -> None:
    deeds, ending = story
    with transaction.atomic(), patch.object(paper, "pdf_of", lambda _seat, _event: b"%PDF"):
        told = Story(event=open_event(starts=datetime(2027, 6, 1, 10), capacity=2), venues=three_venues())
        for name, *words in deeds:
            deed: Callable[..., None] = getattr(told, name)
            try:
                deed(*words)
            except (Refusal, ValueError):  # refused in words, or an hour that the clocks skip: nothing happened
                continue
        if ending == "is called off":
            told.call_off()
        told.deliver()
        shown = {
            (address, uid): (entry.start, entry.end, entry.zone, entry.summary, entry.location.partition(", ")[0])
            for address, calendar in told.calendars.items()
            for uid, entry in calendar.live.items()
        }
        expected = in_the_database(told.fresh())
        transaction.set_rollback(True)
    assert shown == expected


def three_venues() -> list[Venue]:
    region = Region.objects.get(pk="11")
    return [
        Venue.objects.create(name=f"Salle {number}", locality="Cap-aux-Meules", region=region, zone=zone)
        for number, zone in enumerate(ZONES)
    ]


def test_the_stories_are_about_something() -> None:
    """The strategy is no use if it never seats, moves, cancels and promotes: one story told by hand, step by step."""
    with patch.object(paper, "pdf_of", lambda _seat, _event: b"%PDF"):
        told = Story(event=open_event(starts=datetime(2027, 6, 1, 10), capacity=1), venues=three_venues())
        told.register(1, False)
        told.register(2, False)
        told.deliver()
        assert [len(calendar.live) for calendar in told.calendars.values()] == [1]
        told.move(date(2027, 11, 7), 9, 1)
        told.cancel(1)
        told.deliver()
    ((first,), (second,)) = (told.calendars[f"adresse{who}@exemple.test"].entries.values() for who in (1, 2))
    assert (first.is_off, first.revision[0]) == (True, 2)
    assert (second.is_off, second.start, second.zone) == (False, "20271107T093000", "America/Halifax")
