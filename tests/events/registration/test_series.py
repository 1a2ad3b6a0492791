"""Sittings in the calendars and timetables of those who hold a seat, and the letters about them."""

import re
from collections import defaultdict
from datetime import timedelta

import pytest
from django.core import mail as post_office
from django.test import Client
from django.utils import timezone

from core.outbox import Sender
from events.agenda import actions as agenda
from events.agenda import sittings
from events.agenda.models import Venue
from events.doors import actions as doors
from events.registration import actions, tickets
from events.registration.models import Registration, Seat
from people.timetable.models import Busy
from tests.factories.accounts import make_user
from tests.factories.registration import registered, seat_of
from tests.factories.series import other_day, series, sittings_of

pytestmark = pytest.mark.django_db


class Calendar:
    """A calendar programme by RFC 5546: a message is about one UID, and an older revision changes nothing."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[int, str, str, str]] = {}
        self.revisions: dict[str, list[int]] = defaultdict(list)

    def receive(self, text: str) -> None:
        lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
        assert lines.count("BEGIN:VEVENT") == 1
        inside = lines[lines.index("BEGIN:VEVENT") :]
        values = {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in inside}
        method = next(line.partition(":")[2] for line in lines if line.startswith("METHOD:"))
        uid, sequence = values["UID"], int(values["SEQUENCE"])
        self.revisions[uid].append(sequence)
        if uid not in self.entries or self.entries[uid][0] <= sequence:
            self.entries[uid] = (sequence, method, values["DTSTART"], values["LOCATION"])

    @property
    def live(self) -> list[str]:
        return sorted(start for _sequence, method, start, _place in self.entries.values() if method == "REQUEST")


def deliver(calendar: Calendar) -> list[str]:
    """What left arrives; the subjects, in order."""
    sender = Sender()
    while sender.send_next():
        pass
    for message in post_office.outbox:
        for part in message.message().walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                calendar.receive(content.decode())
    subjects = [message.subject for message in post_office.outbox]
    post_office.outbox.clear()
    return subjects


def starts(registration: Registration) -> list[str]:
    standing = [one for one in sittings_of(registration.event) if not one.is_cancelled]
    return [f"{one.starts:%Y%m%dT%H%M%S}" for one in standing]


def test_each_sitting_is_an_entry_of_its_own_that_moves_and_goes_alone() -> None:
    event = series(times=3)
    registration = registered(event, language="en")
    calendar = Calendar()
    deliver(calendar)
    assert calendar.live == starts(registration)

    sittings.move_sitting(sitting=sittings_of(event)[1], by=None, hours=other_day(sittings_of(event)[1]), reason_fr="x")
    assert deliver(calendar) == ["Sitting 2 has another time: Realities of Work"]
    assert calendar.live == starts(registration)
    assert sorted(map(len, calendar.revisions.values())) == [1, 1, 2]

    sittings.cancel_sitting(sitting=sittings_of(event)[0], by=None, reason_fr="Grève")
    last = sittings_of(event)[-1]
    sittings.add_sittings(event=event, by=None, hours=[other_day(last, 7)])
    assert deliver(calendar) == ["Sitting 1 is called off: Realities of Work", "One more sitting: Realities of Work"]
    assert (len(calendar.live), calendar.live) == (3, starts(registration))

    actions.cancel(registration=registration, by=None)
    deliver(calendar)
    assert calendar.live == []

    again = registered(event, registration.contact.name, email=registration.email)
    deliver(calendar)
    assert calendar.live == starts(again)
    assert len(calendar.entries) == 4  # the same entries as before, not others beside them
    assert all(numbers == sorted(numbers) for numbers in calendar.revisions.values())


def test_whoever_was_there_once_still_hears_of_the_rest_and_what_is_over_stays_as_it_was() -> None:
    event = series(times=3, first=-7)
    over, _today, to_come = sittings_of(event)
    seat = seat_of(registered(event))
    doors.check_in(seat=seat, door="A", by=seat.person, sitting=over)
    calendar = Calendar()
    deliver(calendar)
    place = Venue.objects.create(name="Autre salle", locality="Alma", region=event.region)

    agenda.move(event=event, by=None, start=event.starts, end=event.ends, venue=place, reason_fr="x")
    deliver(calendar)
    agenda.cancel(event=event, by=None, reason_fr="Grève")
    deliver(calendar)

    told = {entry[2]: entry for entry in calendar.entries.values()}
    assert f"{over.starts:%Y%m%dT%H%M%S}" not in told
    assert told[f"{to_come.starts:%Y%m%dT%H%M%S}"][1:] == (
        "CANCEL",
        f"{to_come.starts:%Y%m%dT%H%M%S}",
        r"Autre salle\, Alma",
    )
    assert Seat.objects.get(pk=seat.pk).state == "present"


def test_the_file_and_the_pages_of_a_registration_hold_every_sitting() -> None:
    registration = registered(series(times=4))
    code = tickets.of(seat_of(registration))

    file = Client().get(f"/fr/billet/{code}/evenement.ics").content.decode()
    page = Client().get(registration.get_absolute_url()).content.decode()

    assert (file.count("BEGIN:VEVENT"), "METHOD" in file) == (4, False)
    assert page.count("<li value=") == 4
    assert len(set(re.findall(r"UID:(\S+)", file))) == 4


def test_a_timetable_is_taken_at_the_sittings_and_free_between_them() -> None:
    amina = make_user(name="Amina Benali")
    event = series(times=3)
    registration = registered(event, amina.person.name, email=amina.email, person=amina.person)

    def taken() -> list[object]:
        return list(Busy.objects.of(amina.person).in_order().values_list("starts_at", flat=True))

    def standing() -> list[object]:
        return [one.starts_at for one in sittings_of(event) if not one.is_cancelled]

    assert taken() == standing()
    sittings.move_sitting(sitting=sittings_of(event)[0], by=None, hours=other_day(sittings_of(event)[2]), reason_fr="x")
    assert taken() == standing()
    sittings.cancel_sitting(sitting=sittings_of(event)[0], by=None, reason_fr="x")
    sittings.add_sittings(event=event, by=None, hours=[other_day(sittings_of(event)[2], 2)])
    assert (len(taken()), taken()) == (3, standing())
    actions.cancel(registration=registration, by=None)
    assert taken() == []


def test_a_series_under_way_still_takes_registrations_for_what_is_left() -> None:
    event = series(times=3, first=-7)
    registration = registered(event)
    calendar = Calendar()
    deliver(calendar)

    left = [one for one in sittings_of(event) if one.ends_at > timezone.now()]
    assert calendar.live == [f"{one.starts:%Y%m%dT%H%M%S}" for one in left]
    assert (registration.state, event.starts_at < timezone.now() - timedelta(days=6)) == ("confirmed", True)
