"""The mails about a seat: each in both languages, as text and HTML, right when it leaves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from core import outbox
from core.outbox import Letter, Mail, send_all, writer_of
from events.agenda import actions as agenda
from events.agenda.models import Event
from events.registration import actions, paper, reminders, tickets
from events.registration.models import Registration
from tests.factories.registration import make_person, open_event, registered, seat_of
from tests.factories.selection import by_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        paper, "pdf_of", lambda _event, *seats: b"%PDF of " + b",".join(seat.code.encode() for seat in seats)
    )


def written(mail: Mail) -> Letter | None:
    with translation.override(mail.language):
        return writer_of(mail.template)(mail)


def letter(template: str) -> Letter:
    found = written(Mail.objects.get(template=f"registration/{template}"))
    assert found is not None
    return found


def someone(event: Event, language: str) -> Registration:
    return registered(event, "Phạm Thị Đặng", email="pham@exemple.test", language=language)


def a_full_event(language: str) -> tuple[Event, Registration, Registration]:
    event = open_event(capacity=1)
    return event, registered(event), someone(event, language)


def confirmed(language: str) -> None:
    someone(open_event(), language)


def waiting(language: str) -> None:
    a_full_event(language)


def promoted(language: str) -> None:
    _event, seated, _waiting = a_full_event(language)
    actions.cancel(registration=seated, by=None)


def reminder(language: str) -> None:
    event = open_event(days=1)
    someone(event, language)
    reminders.send(event.pk, rule="days1")


def changed(language: str) -> None:
    event = open_event()
    someone(event, language)
    start = datetime.combine(event.start_date, event.start_time) + timedelta(hours=2)
    agenda.move(event=event, by=None, start=start, end=start + timedelta(hours=4), venue=event.venue)


def cancelled(language: str) -> None:
    actions.cancel(registration=someone(open_event(), language), by=None)


def event_cancelled(language: str) -> None:
    event = open_event()
    someone(event, language)
    agenda.cancel(event=event, by=None, reason_fr="Tempête de neige", reason_en="Snowstorm")


def link(language: str) -> None:
    actions.send_link_again(registration=someone(open_event(), language))


def renamed(language: str) -> None:
    registration = someone(open_event(), language)
    actions.change_details(
        registration=registration, name="Phạm T. Đặng", email=registration.email, language=language, wants_reminder=True
    )


def left(language: str) -> None:
    registration = someone(open_event(), language)
    actions.change_details(
        registration=registration,
        name="Phạm Thị Đặng",
        email="neuf@exemple.test",
        language=language,
        wants_reminder=True,
    )


SITUATIONS: dict[str, tuple[Callable[[str], None], str, str]] = {
    "confirmed": (confirmed, "Votre inscription est confirmée", "You are registered"),
    "waiting": (waiting, "en liste d’attente, au rang 1", "on the waiting list, at place 1"),
    "promoted": (promoted, "une place s’est libérée", "a seat became free"),
    "reminder": (reminder, "c’est demain", "is tomorrow"),
    "changed": (changed, "de 10 h à 16 h", "10 a.m. to 4 p.m."),
    "cancelled": (cancelled, "comme vous l’avez demandé", "as you asked"),
    "event_cancelled": (event_cancelled, "Pourquoi : Tempête de neige", "Why: Snowstorm"),
    "link": (link, "voici votre lien", "here is your link"),
    "renamed": (renamed, "a été corrigée", "was corrected"),
    "left": (left, "une autre", "another one"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_each_letter_says_its_fact_in_the_reader_s_language(name: str, language: str) -> None:
    happen, french, english = SITUATIONS[name]
    happen(language)

    found = letter(name)

    wanted = french if language == "fr" else english
    plain = found.text.replace("\xa0", " ")
    assert wanted in plain + found.subject.replace("\xa0", " ")
    assert "Phạm" not in found.subject
    assert "%(" not in found.text + found.subject
    assert "&#x27;" not in found.text
    assert f'lang="{language}-CA"' in found.html
    assert plain.count("\n\n\n") == 0


def test_a_ticket_comes_with_every_seat_and_only_then() -> None:
    for name in ("confirmed", "promoted", "waiting"):
        SITUATIONS[name][0]("fr")

    for mail in Mail.objects.exclude(template="registration/cancelled").order_by("pk"):
        found = written(mail)
        has_seat = mail.template != "registration/waiting"
        assert found is None or bool(found.attachments) is has_seat


def test_nothing_leaves_that_is_no_longer_true() -> None:
    event = open_event(capacity=1)
    seated, waits = registered(event), registered(event)
    actions.cancel(registration=seated, by=None)

    assert written(Mail.objects.get(template="registration/confirmed")) is None
    assert written(Mail.objects.get(template="registration/waiting", recipient=waits.email)) is None


def test_an_address_that_was_given_up_gets_no_link_no_ticket_and_no_name() -> None:
    left("fr")

    for mail in Mail.objects.filter(recipient="pham@exemple.test"):
        found = written(mail)
        if found is None:
            continue
        assert "/inscription/" not in found.text + found.html + found.calendar
        assert "Đặng" not in found.text + found.html + found.calendar
        assert found.attachments == ()


def test_the_reminder_goes_to_those_who_want_it_and_still_come() -> None:
    event = open_event()
    kept = registered(event)
    registered(event, wants_reminder=False)
    actions.cancel(registration=registered(event), by=None)

    assert reminders.send(event.pk, rule="days1") == 1
    assert reminders.send(event.pk, rule="days1") == 1
    assert Mail.objects.get(template="registration/reminder").recipient == kept.email


def test_a_reminder_of_an_event_that_moved_meanwhile_is_dropped() -> None:
    event = open_event()
    registered(event)
    reminders.send(event.pk, rule="days1")
    start = datetime.combine(event.start_date, event.start_time) + timedelta(days=3)

    agenda.move(event=event, by=None, start=start, end=start + timedelta(hours=4), venue=event.venue)

    assert written(Mail.objects.get(template="registration/reminder")) is None


def test_a_change_writes_to_everybody_in_few_queries(django_assert_num_queries: Any) -> None:
    from events.agenda.signals import Was
    from events.registration import reactions

    event = open_event()
    was = Was(event.starts_at, event.ends_at, event.zone, "")
    counts = []
    for _round in range(2):
        for _person in range(3):
            registered(event)
        with django_assert_num_queries(7 + 2):  # and the savepoint around the timetable's
            reactions.event_changed(event, frozenset({"time"}), was)
        counts.append(Mail.objects.filter(template="registration/changed").count())
    assert counts == [3, 9]


def test_mails_of_one_seat_leave_in_order() -> None:
    registration = someone(open_event(), "fr")
    actions.cancel(registration=registration, by=None)

    assert {mail.stream for mail in Mail.objects.all()} == {
        f"pham@exemple.test|seat-{seat_of(registration).calendar_uid}@maillage"
    }
    assert {mail.priority for mail in Mail.objects.all()} == {outbox.NORMAL}


def test_the_meetings_link_is_for_those_with_a_seat_alone() -> None:
    event = open_event(capacity=1, online_url="https://rencontre.exemple.test/secret", venue=None)
    registered(event)
    someone(event, "fr")
    start = datetime.combine(event.start_date, event.start_time) + timedelta(hours=2)
    agenda.move(
        event=event, by=None, start=start, end=start + timedelta(hours=4), venue=None, online_url=event.online_url
    )
    actions.send_link_again(registration=Registration.objects.get(state="waiting"))

    letters = [written(mail) for mail in Mail.objects.filter(recipient="pham@exemple.test")]

    assert len(letters) == 3
    for waiting_letter in letters:
        assert waiting_letter
        assert "secret" not in waiting_letter.text + waiting_letter.html + waiting_letter.calendar
        assert "En ligne" in waiting_letter.text


def test_whoever_was_cancelled_by_the_organiser_is_not_thanked_for_it() -> None:
    organiser = make_person()
    actions.cancel(registration=someone(open_event(), "fr"), by=organiser)

    assert "L’organisateur a annulé votre inscription" in letter("cancelled").text
    assert "comme vous" not in letter("cancelled").text


def test_a_late_reminder_says_today_and_a_later_one_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    event = open_event(starts=datetime(2027, 6, 1, 10))
    someone(event, "fr")
    morning, noon = (datetime(2027, 6, 1, hour, tzinfo=event.zone_info) for hour in (8, 12))
    reminders.send(event.pk, rule="days1")
    mail = Mail.objects.get(template="registration/reminder")

    monkeypatch.setattr(timezone, "now", lambda: morning)
    late = written(mail)
    monkeypatch.setattr(timezone, "now", lambda: noon)

    assert late
    assert late.subject.startswith("Aujourd’hui")
    assert "c’est demain" not in late.text
    assert written(mail) is None


def test_what_is_kept_of_a_letter_opens_neither_ticket_nor_registration(mailoutbox: list[EmailMessage]) -> None:
    registration = registered(open_event())
    code = tickets.of(seat_of(registration))

    send_all()

    kept = Mail.objects.get(template="registration/confirmed").body
    for key in (registration.link_key, code):
        assert key in mailoutbox[0].body
        assert key not in kept


def test_a_correction_on_its_way_brings_no_link_to_an_address_that_was_given_up() -> None:
    registration = a_full_event("fr")[2]
    for name, email in (("Phạm Đặng", registration.email), ("Phạm Đặng", "neuve@exemple.test")):
        actions.change_details(registration=registration, name=name, email=email, language="fr", wants_reminder=True)

    assert written(Mail.objects.get(template="registration/renamed")) is None


def test_whoever_has_no_ticket_is_not_told_that_it_stays_valid() -> None:
    event = by_review()
    someone(event, "fr")
    start = event.starts + timedelta(hours=2)

    agenda.move(event=event, by=None, start=start, end=start + timedelta(hours=4), venue=event.venue)

    assert "billet reste" not in letter("changed").text
    assert "pas encore de billet" in letter("changed").text


def test_whoever_only_waited_is_told_of_no_place_that_goes_to_somebody_else() -> None:
    actions.cancel(registration=a_full_event("en")[2], by=None)

    assert "before a seat was yours" in letter("cancelled").text
    assert "goes to somebody else" not in letter("cancelled").text
