"""Pages of group sessions, as candidates, hosts, caseworkers and the coordination use them."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import outbox
from core.outbox import Mail
from network.pairing.editions.models import PairingSettings
from network.pairing.gatherings import actions, rules
from network.pairing.gatherings.models import Gathering, Place, Presence, State
from network.pairing.offers.models import Offer
from people.participants.models import CaseFile
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.gatherings import ahead, make_asking, make_gathering, make_group_offer, make_groups, put
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_request
from tests.factories.participants import make_file, make_ready
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"gatherings:{name}", args=args)


def begun(gathering: Gathering) -> None:
    now = timezone.now()
    Gathering.objects.filter(pk=gathering.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )


def letters() -> list[str]:
    """What the letters that are posted say, in the order in which they were."""
    found = []
    for mail in Mail.objects.filter(template__startswith="gatherings/").order_by("pk"):
        letter = outbox.writer_of(mail.template)(mail)
        found.append("" if letter is None else letter.text)
    return found


# ------------------------------------------------------------------ candidates


def test_a_candidate_takes_a_place_and_gives_it_back(client: Client) -> None:
    gathering = make_gathering(capacity=1)
    asked = make_asking(gathering.offer.edition)
    sign_in(client, asked.person.user)

    home = client.get(url("home"))
    assert [line.gathering for line in home.context["lines"]] == [gathering]
    assert "12, rue de la Forge" not in client.get(url("mine", gathering.pk)).text

    page = client.post(url("take", gathering.pk), follow=True)
    assert "12, rue de la Forge, Alma" in page.text
    assert asked.candidacy.case_file.reference in page.text
    calendar = client.get(url("calendar", gathering.pk))
    assert calendar["Content-Type"].startswith("text/calendar")

    assert client.get(url("give_back", gathering.pk)).status_code == 200
    page = client.post(url("give_back", gathering.pk), follow=True)
    assert Place.objects.get().state == Place.State.GIVEN_BACK
    assert page.context["gave_back"]
    assert client.get(url("calendar", gathering.pk)).status_code == 404
    client.post(url("take", gathering.pk))
    assert Place.objects.get().is_taken


def test_who_waits_reads_their_number(client: Client) -> None:
    gathering = make_gathering(capacity=1)
    put(gathering, make_asking(gathering.offer.edition, "Ana"))
    put(gathering, make_asking(gathering.offer.edition, "Bo"), "waiting")
    asked = make_asking(gathering.offer.edition, "Chloé")
    sign_in(client, asked.person.user)

    page = client.post(url("take", gathering.pk), follow=True)

    assert page.context["number"] == 2
    assert "12, rue de la Forge" not in page.text


def test_sessions_of_other_fields_are_shown_when_asked_for(client: Client) -> None:
    edition = make_groups().edition
    here, other = (
        make_gathering(make_group_offer(edition)),
        make_gathering(make_group_offer(edition, occupations=("21231",))),
    )
    sign_in(client, make_asking(edition).person.user)

    suited = client.get(url("home")).context["lines"]
    everything = client.get(url("home") + "?all").context["lines"]

    assert [line.gathering for line in suited] == [here]
    assert {line.gathering for line in everything} == {here, other}


def test_who_asks_for_nothing_reads_how_to_and_reaches_no_session(client: Client) -> None:
    gathering = make_gathering()
    sign_in(client, make_user("participant"))

    assert reverse("requests:home") in client.get(url("home")).text
    assert client.get(url("mine", gathering.pk)).status_code == 404
    assert client.post(url("take", gathering.pk)).status_code == 404


def test_the_space_says_that_there_are_dates(client: Client) -> None:
    gathering = make_gathering()
    asked = make_asking(gathering.offer.edition)
    sign_in(client, asked.person.user)

    assert url("home") in client.get(reverse("my_space:home")).text


def door_of(client: Client) -> str:
    """What the door of « Mon espace » to group sessions says; "" where there is none."""
    doors = client.get(reverse("my_space:home")).context["space"].doors
    return next((door.note for door in doors if door.url == url("home")), "")


def test_whoever_wishes_for_group_sessions_or_has_a_place_finds_them_from_their_space(client: Client) -> None:
    settings = make_groups()
    gathering = make_gathering(make_group_offer(settings.edition))
    asked = make_asking(settings.edition)
    sign_in(client, asked.person.user)
    assert door_of(client) == "Des dates à choisir"

    put(gathering, asked)
    assert door_of(client) == "1 à venir"
    assert "1 à venir" in client.get(reverse("my_space:home")).text
    PairingSettings.objects.update(group=False)
    rules.known.forget()
    assert door_of(client) == "1 à venir", "it stands, whatever the edition does from now on"

    Gathering.objects.filter(pk=gathering.pk).update(state="held", noted_at=timezone.now(), came=1)
    assert door_of(client) == "Des dates à choisir", "those before stand behind it"


@pytest.mark.parametrize("formats", [["mentoring"], None])
def test_whoever_neither_has_a_place_nor_wishes_for_one_is_shown_no_door(client: Client, formats: Any) -> None:
    edition = make_groups().edition
    person = make_user("participant").person
    if formats:
        make_request(edition=edition, formats=formats, person=person)
    else:
        make_file(person)
    sign_in(client, person.user)

    assert door_of(client) == ""


def test_the_space_asks_as_much_for_many_places_as_for_one(client: Client) -> None:
    edition = make_groups().edition
    asked = make_asking(edition)
    sign_in(client, asked.person.user)
    offer = make_group_offer(edition)
    put(make_gathering(offer), asked)
    client.get(reverse("my_space:home"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("my_space:home"))
    for days in (11, 12):
        put(make_gathering(offer, days=days), asked)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("my_space:home"))

    assert len(three) == len(one)
    assert door_of(client) == "3 à venir"


# ------------------------------------------------------------------ hosts


def test_a_host_adds_moves_and_calls_off_a_date(client: Client) -> None:
    offer = make_group_offer()
    sign_in(client, offer.host.user)
    form = {
        "start_date": str(ahead(9)), "start_time": "13:30", "end_time": "15:00", "zone": "America/Toronto", "how": "place",
        "place": "", "capacity": "12",
    }  # fmt: skip

    assert client.get(url("add", offer.pk)).context["form"].initial["capacity"] == 2
    assert client.post(url("add", offer.pk), form).status_code == 302
    made = Gathering.objects.get()
    assert (made.start_time, made.capacity, made.where) == (time(13, 30), 12, "12, rue de la Forge, Alma")

    client.post(url("change", made.pk), form | {"how": "online", "place": "https://salle.exemple.test/1"})
    made.refresh_from_db()
    assert (made.is_online, made.sequence) == (True, 1)

    assert client.post(url("cancel", made.pk), {"word": " "}).status_code == 200
    client.post(url("cancel", made.pk), {"word": "Panne de courant."})
    assert Gathering.objects.get().is_cancelled


@pytest.mark.parametrize("who", ["host", "coordination"])
def test_a_date_is_added_from_the_page_of_another_one_at_the_same_hours(client: Client, who: str) -> None:
    gathering = make_gathering(capacity=7, is_online=True, place="https://salle.exemple.test/1")
    offer = gathering.offer
    sign_in(client, offer.host.user if who == "host" else make_user("programme_coordinator"))
    way = f"{url('add', offer.pk)}?from={gathering.pk}"
    assert way in client.get(url("gathering", gathering.pk)).text
    assert url("add", offer.pk) in client.get(url("list")).text

    page = client.get(way)

    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"start_date": str(ahead(17))}
    assert page.context["back"] == url("gathering", gathering.pk)
    assert [each.pk for each in page.context["coming"]] == [gathering.pk]
    assert client.post(way, typed).status_code == 302
    made = Gathering.objects.exclude(pk=gathering.pk).get()
    assert (made.start_time, made.end_time, made.capacity, made.place) == (
        gathering.start_time,
        gathering.end_time,
        7,
        gathering.place,
    )
    again = client.post(way, typed)
    assert again.context["form"].non_field_errors(), "there is one at that hour already"
    assert Gathering.objects.count() == 2


@pytest.mark.parametrize("sent", ["", "x", "9999999999999999999999", "-1"])
def test_a_way_back_that_is_none_leads_to_the_list(client: Client, sent: str) -> None:
    other = make_gathering()
    offer = make_group_offer()
    sign_in(client, offer.host.user)

    assert url("add", other.offer_id) not in client.get(url("list")).text
    for value in (sent, str(other.pk)):
        assert client.get(f"{url('add', offer.pk)}?from={value}").context["back"] == url("list")


def test_a_date_of_a_paused_offer_is_not_said_to_be_seen(client: Client) -> None:
    offer = make_gathering().offer
    Offer.objects.filter(pk=offer.pk).update(state="paused")
    sign_in(client, offer.host.user)
    form = {
        "start_date": str(ahead(9)), "start_time": "13:30", "end_time": "15:00", "zone": "America/Toronto", "how": "place",
        "place": "", "capacity": "12",
    }  # fmt: skip

    page = client.post(url("add", offer.pk), form, follow=True)

    assert "une fois l’offre rouverte" in page.text
    assert Gathering.objects.count() == 2


def test_many_open_offers_are_folded_above_the_list(client: Client) -> None:
    edition = make_groups().edition
    for _number in range(4):
        make_group_offer(edition)
    sign_in(client, make_user("programme_coordinator"))

    page = client.get(url("list"))

    assert len(page.context["offers"]) == 4
    assert "<summary>Ajouter une date à une offre ouverte" in page.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"end_time": "12:00"}, "end_time"),
        ({"capacity": "31"}, "capacity"),
        ({"how": "online", "place": "salle 4"}, "place"),
        ({"start_date": "2020-01-01"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client: Client, wrong: dict[str, str], field: str) -> None:
    offer = make_group_offer()
    sign_in(client, offer.host.user)
    form = {
        "start_date": str(ahead(9)), "start_time": "13:30", "end_time": "15:00", "zone": "America/Toronto", "how": "place",
        "place": "Hangar B", "capacity": "12",
    }  # fmt: skip

    page = client.post(url("add", offer.pk), form | wrong)

    assert field in page.context["form"].errors
    assert (form | wrong)["place"] in page.text
    assert not Gathering.objects.exists()


def test_a_host_notes_who_was_there_and_lets_somebody_in(client: Client) -> None:
    gathering = make_gathering(capacity=2)
    edition = gathering.offer.edition
    came, missed = (put(gathering, make_asking(edition, name)) for name in ("Ana Arrivée", "Bo Absent"))
    walked = make_asking(edition, "Chloé Imprévue")
    begun(gathering)
    sign_in(client, gathering.offer.host.user)

    page = client.get(url("presence", gathering.pk))
    assert "Ana Arrivée" in page.text
    wrong = client.post(url("walk_in", gathering.pk), {"reference": "XXXXXXXX", "name": "Chloé"})
    assert (wrong.status_code, "XXXXXXXX" in wrong.text) == (422, True)
    reference = walked.candidacy.case_file.reference
    client.post(url("walk_in", gathering.pk), {"reference": reference, "name": "Chloé Imprévue"})
    there = [came.pk, Place.objects.get(request=walked).pk]
    client.post(url("presence", gathering.pk), {"place": there})

    noted = Gathering.objects.get()
    assert (noted.state, noted.came) == (State.HELD, 2)
    assert Place.objects.get(pk=missed.pk).presence == Presence.ABSENT


def test_a_host_reads_the_name_of_who_comes_and_not_of_who_waits(client: Client) -> None:
    gathering = make_gathering(capacity=1)
    coming = make_asking(gathering.offer.edition, "Ana Arrivée")
    put(gathering, coming)
    waiting = make_asking(gathering.offer.edition, "Bo Patiente")
    put(gathering, waiting, "waiting")
    sign_in(client, gathering.offer.host.user)

    page = client.get(url("gathering", gathering.pk)).text

    assert "Ana Arrivée" in page
    assert "Bo Patiente" not in page
    assert coming.candidacy.case_file.reference not in page
    assert waiting.candidacy.case_file.reference not in page


# ------------------------------------------------------------------ staff


@pytest.fixture
def there() -> dict[str, Any]:
    """A session of an edition that an organisation runs, with its caseworker."""
    organisation = make_organisation()
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=organisation)
    make_groups(edition)
    gathering = make_gathering(make_group_offer(edition), capacity=1)
    caseworker = make_user("caseworker", scope=organisation.scope)
    return {"organisation": organisation, "edition": edition, "gathering": gathering, "caseworker": caseworker}


def test_a_caseworker_registers_those_they_follow_and_gives_a_place_back(client: Client, there: dict[str, Any]) -> None:
    edition, gathering = there["edition"], there["gathering"]
    own = [
        make_request(
            make_ready(make_person(name), edition=edition, organisation=there["organisation"]), formats=["group"]
        )
        for name in ("Ana", "Bo")
    ]
    elsewhere = make_asking(edition, "Chloé Ailleurs").candidacy.case_file
    CaseFile.objects.filter(pk=elsewhere.pk).update(organisation=make_organisation(), caseworker=None)
    sign_in(client, there["caseworker"])

    page = client.get(url("register", gathering.pk))
    assert set(page.context["form"].by_key) == {str(each.pk) for each in own}
    client.post(url("register", gathering.pk), {"request": [each.pk for each in own]})
    assert sorted(Place.objects.values_list("state", flat=True)) == ["taken", "waiting"]

    client.post(url("staff_give_back", Place.objects.taken().get().pk))
    assert sorted(Place.objects.values_list("state", flat=True)) == ["given_back", "taken"]


def test_the_coordination_reads_numbers_in_place_of_names(client: Client, there: dict[str, Any]) -> None:
    asked = make_asking(there["edition"], "Ana Arrivée")
    put(there["gathering"], asked)
    sign_in(client, make_user("programme_coordinator"))

    page = client.get(url("gathering", there["gathering"].pk)).text

    assert asked.candidacy.case_file.reference in page
    assert "Ana Arrivée" not in page


def test_another_partners_caseworker_changes_nothing(client: Client, there: dict[str, Any]) -> None:
    sign_in(client, there["caseworker"])

    assert client.get(url("gathering", there["gathering"].pk)).status_code == 200
    for name in ("change", "cancel", "presence"):
        assert client.get(url(name, there["gathering"].pk)).status_code == 404


def test_lists_ask_as_much_for_many_as_for_one(client: Client, there: dict[str, Any]) -> None:
    sign_in(client, there["caseworker"])
    put(there["gathering"], make_asking(there["edition"], "Ana"))

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    pages = [url("list"), url("gathering", there["gathering"].pk)]
    before = [asked(page) for page in pages]
    for number in range(3):
        make_gathering(make_group_offer(there["edition"]))
        put(there["gathering"], make_asking(there["edition"], f"Bo {number}"), "waiting")

    assert [asked(page) for page in pages] == before


# ------------------------------------------------------------------ letters


def test_letters_say_when_and_where_and_hold_no_other_name(client: Client) -> None:
    gathering = make_gathering(capacity=1)
    people = [make_asking(gathering.offer.edition, name).person for name in ("Ana Première", "Bo Deuxième")]
    places = [actions.take(gathering=gathering, person=person, by=person) for person in people]
    first, second = letters()
    assert "12, rue de la Forge, Alma" in first
    assert "12, rue de la Forge" not in second

    actions.give_back(place=places[0], by=people[0])
    actions.change(gathering=gathering, start_date=ahead(12), by=gathering.offer.host)
    actions.remind(gathering.pk)
    posted = Mail.objects.filter(template__startswith="gatherings/").order_by("pk")
    for what in ("promoted", "moved", "reminder"):
        [found_text] = [
            text
            for mail, text in zip(posted, letters(), strict=True)
            if mail.payload.get("what") == what
            and mail.template == "gatherings/place"
            and mail.object_id == str(places[1].pk)
        ]
        assert "12, rue de la Forge, Alma" in found_text, what
    actions.cancel(gathering=gathering, by=gathering.offer.host, word="Panne de courant.")

    found = letters()
    assert any("Panne de courant." in text for text in found)
    for mail, text in zip(Mail.objects.filter(template__startswith="gatherings/").order_by("pk"), found, strict=True):
        if mail.template == "gatherings/place":
            greeting, _break, rest = text.partition("\n\n")
            assert ("Bo" if "Ana" in greeting else "Ana") not in rest
        else:
            assert "Ana" not in text
            assert "Bo " not in text


def test_what_was_ticked_stays_ticked_while_somebody_without_a_place_is_added(client: Client) -> None:
    gathering = make_gathering(capacity=5)
    first, second = (put(gathering, make_asking(gathering.offer.edition)) for _two in range(2))
    came = make_asking(gathering.offer.edition, name="Aline Bah")
    begun(gathering)
    sign_in(client, gathering.offer.host.user)
    door = {"reference": came.candidacy.case_file.reference, "name": "Aline Bah"}

    wrong = client.post(url("walk_in", gathering.pk), {"place": [second.pk], **door, "name": "Autre"})
    right = client.post(url("walk_in", gathering.pk), {"place": [second.pk], **door})

    for page in (wrong, right):
        ticks = {line["place"].pk: line["there"] for line in page.context["lines"]}
        assert (ticks[first.pk], ticks[second.pk]) == (False, True)
    assert "Aline Bah" in right.content.decode()


def test_who_is_typed_when_the_presences_are_saved_is_let_in_too(client: Client) -> None:
    gathering = make_gathering(capacity=5)
    place = put(gathering, make_asking(gathering.offer.edition))
    came = make_asking(gathering.offer.edition, name="Aline Bah")
    begun(gathering)
    sign_in(client, gathering.offer.host.user)
    door = {"reference": came.candidacy.case_file.reference, "name": "Aline Bah"}

    client.post(url("presence", gathering.pk), {"place": [place.pk], **door})

    assert Gathering.objects.get(pk=gathering.pk).came == 2
