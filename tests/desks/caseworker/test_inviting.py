"""Many people are told of one event: once each, on paper where no e-mail reaches, and registered by nobody but themselves."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

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


def invite(house: House, event: Event) -> inviting.Sorted:
    """Everybody there is."""
    files = CaseFile.objects.all()
    return inviting.invite(files=files, event=event, by=house.caseworker.person, seal=inviting.seal_of(files))


def confirm(house: House, event: Event, **narrowed: Any) -> Any:
    """As somebody does who reads the preview and presses the button."""
    seal = house.client.get(URL, narrowed | {"event": event.pk}).context["seal"]
    return house.client.post(f"{URL}?{urlencode(narrowed)}", {"event": event.pk, "seal": seal})


def test_the_preview_writes_nothing_and_counts_how_each_is_told(house: House) -> None:
    event = agenda.event()
    follow(house, "a@exemple.test", "b@exemple.test", "")

    preview = house.client.get(f"{URL}?event={event.pk}").context["preview"]

    assert (preview.mailed, preview.on_paper, preview.registered, preview.told_before) == (2, 1, 0, 0)
    assert told() == []


def test_each_person_is_told_once_for_each_event(house: House) -> None:
    event = agenda.event()
    files = follow(house, "a@exemple.test", "")

    answer = confirm(house, event)
    again = confirm(house, event)

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

    confirm(house, event)

    assert told() == []


def test_only_the_people_of_the_narrowed_list_are_told_and_none_of_another_organisation(house: House) -> None:
    event = agenda.event()
    mine, _other = follow(house, "a@exemple.test", "b@exemple.test")
    make_file(make_person(email="c@exemple.test"), house.other)
    actions.take(case_file=mine, caseworker=house.caseworker.person, by=house.caseworker.person)

    confirm(house, event, caseworker=house.caseworker.person_id)

    assert told() == ["a@exemple.test"]


@pytest.mark.parametrize("change", ["somebody new", "another search", "no preview"])
def test_others_than_those_shown_are_not_told_but_shown_first(house: House, change: str) -> None:
    """The list is read anew when it is confirmed: by then a colleague, or another tab, may have changed it."""
    event = agenda.event()
    follow(house, "a@exemple.test")
    (other,) = follow(house, "b@exemple.test")
    seal = house.client.get(f"{URL}?event={event.pk}").context["seal"]
    if change == "somebody new":
        follow(house, "c@exemple.test")
    elif change == "another search":
        house.client.post("/fr/gestion/personnes/chercher/", {"words": other.reference})
    else:
        seal = ""

    answer = house.client.post(URL, {"event": event.pk, "seal": seal})

    assert "La liste a changé" in answer.content.decode()
    assert told() == []
    shown = answer.context["preview"].told
    assert shown == {"somebody new": 3, "another search": 1, "no preview": 2}[change]
    house.client.post(URL, {"event": event.pk, "seal": answer.context["seal"]})
    assert len(told()) == shown


def test_closed_files_are_offered_no_invitation_and_it_is_said_why(house: House) -> None:
    event = agenda.event()
    (file,) = follow(house, "a@exemple.test")
    CaseFile.objects.filter(pk=file.pk).update(closed_at=timezone.now())

    assert URL not in house.client.get("/fr/gestion/personnes/?standing=closed").content.decode()
    page = house.client.get(f"{URL}?standing=closed&event={event.pk}").content.decode()
    house.client.post(f"{URL}?standing=closed", {"event": event.pk, "seal": inviting.seal_of(CaseFile.objects.all())})

    assert "ne sont pas invitées" in page
    assert 'name="event"' not in page
    assert told() == []


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
        invite(house, event)


def test_a_list_that_is_too_long_invites_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST", 1)
    follow(house, "a@exemple.test", "b@exemple.test")

    with pytest.raises(inviting.TooMany):
        invite(house, agenda.event())

    assert told() == []


def test_many_people_go_in_several_transactions(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "BATCH", 2)
    follow(house, *(f"{letter}@exemple.test" for letter in "abcde"))

    found = invite(house, agenda.event())

    assert found.mailed == 5
    assert len(told()) == 5


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_letter_says_what_when_and_where_and_nothing_of_the_person(house: House, language: str) -> None:
    event = agenda.event()
    file = make_file(make_person("Amina Benali", email="a@exemple.test", language=language), house.organisation)
    invite(house, event)
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
    invite(house, event)
    letter = PaperLetter.objects.get()

    written = writing.written(letter)
    assert written is not None
    assert event.get_absolute_url() not in written.text

    Event.objects.filter(pk=event.pk).update(cancelled_at=timezone.now(), **CALLED_OFF)
    assert writing.written(letter) is None


def test_who_is_past_the_delay_for_another_language_is_written_to_in_french(house: House) -> None:
    make_file(make_person(email="a@exemple.test", language="en"), house.organisation)
    actions.set_writing_rule(organisation=house.organisation, other_language_days=0, by=None)

    invite(house, agenda.event())

    assert Mail.objects.get(template=inviting.TEMPLATE).language == "fr"


def test_two_hundred_people_cost_a_handful_of_queries(house: House, django_assert_max_num_queries: Any) -> None:
    event = agenda.event()
    follow(house, *(f"p{number}@exemple.test" for number in range(40)), "", "")

    with django_assert_max_num_queries(16):
        invite(house, event)
