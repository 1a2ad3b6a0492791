"""Many people are told of one event: once each, on paper where no e-mail reaches, and registered by nobody but themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from core import outbox
from core.outbox import Mail
from desks.caseworker import inviting
from events.agenda.models import Event
from events.registration.models import Registration
from people.participants import actions, writing
from people.participants.models import CaseFile, PaperLetter
from tests.factories import agenda
from tests.factories.accounts import make_person
from tests.factories.house import House
from tests.factories.participants import make_file
from tests.factories.registration import registered

pytestmark = pytest.mark.django_db
URL = "/fr/gestion/personnes/inviter/"
CALLED_OFF = {"cancellation_reason_fr": "Salle fermée."}


def follow(house: House, *emails: str) -> list[CaseFile]:
    return [make_file(make_person(email=email), house.organisation) for email in emails]


def told() -> list[str]:
    return sorted(Mail.objects.filter(template=inviting.TEMPLATE).values_list("recipient", flat=True))


def test_the_preview_writes_nothing_and_counts_how_each_is_told(house: House) -> None:
    event = agenda.event()
    follow(house, "a@exemple.test", "b@exemple.test", "")

    preview = house.client.get(f"{URL}?event={event.pk}").context["preview"]

    assert (preview.mailed, preview.on_paper, preview.registered, preview.told_before) == (2, 1, 0, 0)
    assert told() == []


def test_each_person_is_told_once_for_each_event(house: House) -> None:
    event = agenda.event()
    files = follow(house, "a@exemple.test", "")

    answer = house.client.post(URL, {"event": event.pk})
    again = house.client.post(URL, {"event": event.pk})

    assert answer["Location"] == f"{URL}?done=1"
    assert told() == ["a@exemple.test"]
    assert PaperLetter.objects.get().case_file == files[1]
    result = house.client.get(again["Location"]).context["result"]
    assert (result.told, result.told_before) == (0, 2)
    assert not Registration.objects.exists()


def test_who_holds_a_seat_is_not_invited(house: House) -> None:
    event = agenda.event()
    (file,) = follow(house, "a@exemple.test")
    made = registered(event, file.person.name, email="a@exemple.test")
    assert made.contact == file.person

    house.client.post(URL, {"event": event.pk})

    assert told() == []


def test_only_the_people_of_the_narrowed_list_are_told_and_none_of_another_organisation(house: House) -> None:
    event = agenda.event()
    mine, _other = follow(house, "a@exemple.test", "b@exemple.test")
    make_file(make_person(email="c@exemple.test"), house.other)
    actions.take(case_file=mine, caseworker=house.caseworker.person, by=house.caseworker.person)

    house.client.post(f"{URL}?caseworker={house.caseworker.person_id}", {"event": event.pk})

    assert told() == ["a@exemple.test"]


@pytest.mark.parametrize("state", ["draft", "over", "called off"])
def test_nobody_is_invited_to_what_will_not_be(house: House, state: str) -> None:
    event = agenda.event()
    changes: dict[str, Any] = {
        "draft": {"published_at": None},
        "over": {"starts_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)},
        "called off": CALLED_OFF | {"cancelled_at": timezone.now()},
    }[state]
    Event.objects.filter(pk=event.pk).update(**changes)
    follow(house, "a@exemple.test")

    response = house.client.post(URL, {"event": event.pk})

    assert response.context["form"].errors
    assert told() == []


def test_an_event_that_ends_in_between_is_refused_with_words(house: House) -> None:
    event = agenda.event()
    Event.objects.filter(pk=event.pk).update(cancelled_at=timezone.now(), **CALLED_OFF)

    with pytest.raises(inviting.NotToCome):
        inviting.invite(files=CaseFile.objects.all(), event=event, by=house.caseworker.person)


def test_a_list_that_is_too_long_invites_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST", 1)
    follow(house, "a@exemple.test", "b@exemple.test")

    with pytest.raises(inviting.TooMany):
        inviting.invite(files=CaseFile.objects.all(), event=agenda.event(), by=house.caseworker.person)

    assert told() == []


def test_many_people_go_in_several_transactions(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "BATCH", 2)
    follow(house, *(f"{letter}@exemple.test" for letter in "abcde"))

    found = inviting.invite(files=CaseFile.objects.all(), event=agenda.event(), by=house.caseworker.person)

    assert found.mailed == 5
    assert len(told()) == 5


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_letter_says_what_when_and_where_and_nothing_of_the_person(house: House, language: str) -> None:
    event = agenda.event()
    file = make_file(make_person("Amina Benali", email="a@exemple.test", language=language), house.organisation)
    inviting.invite(files=CaseFile.objects.filter(pk=file.pk), event=event, by=house.caseworker.person)
    mail = Mail.objects.get(template=inviting.TEMPLATE)

    letter = outbox.writer_of(mail.template)(mail)

    assert letter is not None
    title = "Salon de l’emploi de la Mauricie" if language == "fr" else "Mauricie Job Fair"
    assert title in letter.subject
    with translation.override(language):
        address = event.get_absolute_url()
    for words in (title, "1200, rue des Cascades", house.organisation.name, address):
        assert words in letter.text
    assert "Amina" not in letter.subject + letter.text + letter.html
    assert file.reference not in letter.text


def test_on_paper_the_letter_has_no_link_and_falls_away_when_the_event_is_called_off(house: House) -> None:
    event = agenda.event()
    follow(house, "")
    inviting.invite(files=CaseFile.objects.all(), event=event, by=house.caseworker.person)
    letter = PaperLetter.objects.get()

    written = writing.written(letter)
    assert written is not None
    assert event.get_absolute_url() not in written.text

    Event.objects.filter(pk=event.pk).update(cancelled_at=timezone.now(), **CALLED_OFF)
    assert writing.written(letter) is None


def test_who_is_past_the_delay_for_another_language_is_written_to_in_french(house: House) -> None:
    file = make_file(make_person(email="a@exemple.test", language="en"), house.organisation)
    actions.set_writing_rule(organisation=house.organisation, other_language_days=0, by=None)

    inviting.invite(files=CaseFile.objects.filter(pk=file.pk), event=agenda.event(), by=house.caseworker.person)

    assert Mail.objects.get(template=inviting.TEMPLATE).language == "fr"


def test_two_hundred_people_cost_a_handful_of_queries(house: House, django_assert_max_num_queries: Any) -> None:
    event = agenda.event()
    follow(house, *(f"p{number}@exemple.test" for number in range(40)), "", "")

    with django_assert_max_num_queries(16):
        inviting.invite(files=CaseFile.objects.all(), event=event, by=house.caseworker.person)
