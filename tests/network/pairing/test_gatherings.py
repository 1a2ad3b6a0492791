"""Group sessions: dates of an offer, places, the waiting list, who was there."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import clock, outbox
from core.outbox import Mail
from network.pairing.gatherings import actions, refusals, rules
from network.pairing.gatherings.models import Gathering, Place, Presence, State
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer, OfferDate
from network.pairing.requests import actions as requests
from people.accounts.models import Person
from people.timetable import actions as timetable
from people.timetable.actions import Clash
from people.timetable.models import Busy
from tests.factories.accounts import make_person, make_user
from tests.factories.gatherings import ahead, make_asking, make_gathering, make_group_offer, make_groups, put
from tests.factories.pairing import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_memory() -> None:
    rules.known._kept.clear()


def told(template: str = "gatherings/place") -> list[str]:
    """What was posted, in order."""
    return [mail.payload["what"] for mail in Mail.objects.filter(template=template).order_by("pk")]


def take(gathering: Gathering, person: Person) -> Place:
    return actions.take(gathering=gathering, person=person, by=person)


def begun(gathering: Gathering) -> Gathering:
    """As if it had begun an hour ago."""
    now = timezone.now()
    Gathering.objects.filter(pk=gathering.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    return Gathering.objects.get(pk=gathering.pk)


# ------------------------------------------------------------------ dates


def test_an_approved_group_offer_becomes_a_session_for_each_of_its_days() -> None:
    offer = make_group_offer(state="submitted")
    for days in (5, 12):
        OfferDate.objects.create(offer=offer, day=ahead(days), starts=time(13), ends=time(15))
    OfferDate.objects.create(offer=offer, day=ahead(-3), starts=time(13), ends=time(15))

    offers.approve(offer=offer, by=make_person())

    made = list(Gathering.objects.order_by("start_date"))
    assert [(each.start_date, each.capacity, each.state) for each in made] == [
        (ahead(5), 2, State.PLANNED),
        (ahead(12), 2, State.PLANNED),
    ]
    assert Busy.objects.of(offer.host).count() == 2
    assert told("gatherings/host") == ["planned", "planned"]


def test_an_offer_of_another_format_has_no_sessions() -> None:
    offer = make_offer(state="submitted")
    OfferDate.objects.create(offer=offer, day=ahead(5), starts=time(13), ends=time(15))

    offers.approve(offer=offer, by=make_person())

    assert not Gathering.objects.exists()


def test_a_date_that_the_offer_no_longer_says_is_called_off_and_a_new_one_is_added() -> None:
    offer = make_group_offer()
    actions.add(offer=offer, day=ahead(5), starts=time(13), ends=time(15), by=None)
    kept = actions.add(offer=offer, day=ahead(8), starts=time(13), ends=time(15), by=None)

    days = [(ahead(day), time(13), time(15)) for day in (8, 20, 21)]
    offers.write(offer=offer, by=offer.host, details={"dates": days})

    standing = Gathering.objects.filter(state=State.PLANNED).values_list("start_date", flat=True)
    assert sorted(standing) == [ahead(8), ahead(20), ahead(21)]
    assert Gathering.objects.get(state=State.CANCELLED).start_date == ahead(5)
    assert Gathering.objects.get(pk=kept.pk).sequence == 0


def test_one_date_in_place_of_one_other_is_a_move_and_everybody_keeps_their_place() -> None:
    offer = make_group_offer()
    made = actions.add(offer=offer, day=ahead(5), starts=time(13), ends=time(15), by=None)
    asked = make_asking(offer.edition)
    place = take(made, asked.person)

    offers.write(offer=offer, by=offer.host, details={"dates": [(ahead(6), time(10), time(12))]})

    moved = Gathering.objects.get()
    assert (moved.pk, moved.start_date, moved.start_time, moved.state) == (made.pk, ahead(6), time(10), State.PLANNED)
    assert Place.objects.get(pk=place.pk).state == Place.State.TAKEN
    assert told() == ["taken", "moved"]
    assert Busy.objects.of(asked.person).get().start_date == ahead(6)


def test_a_session_that_is_moved_is_read_on_its_offer() -> None:
    made = actions.add(offer=make_group_offer(), day=ahead(5), starts=time(13), ends=time(15), by=None)

    actions.change(gathering=made, start_date=ahead(9), capacity=30, by=made.offer.host)

    row = OfferDate.objects.get()
    assert (row.day, row.starts, row.ends) == (ahead(9), time(13), time(15))
    assert Gathering.objects.get().capacity == 30


def test_two_sessions_of_an_offer_are_not_at_the_same_hour() -> None:
    made = actions.add(offer=make_group_offer(), day=ahead(5), starts=time(13), ends=time(15), by=None)

    with pytest.raises(refusals.HourTaken):
        actions.add(offer=made.offer, day=ahead(5), starts=time(13), ends=time(16), by=None)

    actions.cancel(gathering=made, by=made.offer.host, word="Panne de four.")
    assert actions.add(offer=made.offer, day=ahead(5), starts=time(13), ends=time(16), by=None).is_planned


@pytest.mark.parametrize(
    ("days", "starts", "ends", "refusal"),
    [(-1, time(13), time(15), refusals.InThePast), (3, time(15), time(13), refusals.EndsTooEarly)],
)
def test_a_date_that_cannot_be_is_refused(days: int, starts: time, ends: time, refusal: Any) -> None:
    with pytest.raises(refusal):
        actions.add(offer=make_group_offer(), day=ahead(days), starts=starts, ends=ends, by=None)


def test_a_session_does_not_shrink_below_the_places_that_are_taken() -> None:
    gathering = make_gathering(capacity=3)
    for name in ("Ana", "Bo"):
        put(gathering, make_asking(gathering.offer.edition, name))

    with pytest.raises(refusals.TooFewPlaces):
        actions.change(gathering=gathering, capacity=1, by=None)

    assert Gathering.objects.get().capacity == 3


def test_another_address_of_the_offer_is_told_to_who_comes_and_to_no_session_with_one_of_its_own() -> None:
    offer = make_group_offer()
    there, elsewhere = make_gathering(offer), make_gathering(offer, days=12, place="Salle des fêtes")
    asked = make_asking(offer.edition)
    put(there, asked)
    put(elsewhere, asked)

    offers.write(offer=offer, by=offer.host, details={"address": "99, rue Neuve"})

    assert [mail.payload["entry"]["place"] for mail in Mail.objects.filter(template="gatherings/place")] == [
        "99, rue Neuve, Alma"
    ]


def test_called_off_everybody_is_told_and_nobodys_time_is_taken() -> None:
    gathering = make_gathering(capacity=1)
    first, second = (make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo"))
    for asked in (first, second):
        take(gathering, asked.person)

    actions.cancel(gathering=gathering, by=gathering.offer.host, word="L’atelier est fermé ce jour-là.")

    letters = list(Mail.objects.filter(template="gatherings/place", payload__what="cancelled").order_by("pk"))
    assert [mail.payload.get("entry", {}).get("method") for mail in letters] == ["CANCEL", None]
    assert letters[0].payload["entry"]["sequence"] == 1
    assert not Busy.objects.exists()
    assert not clock.Due.objects.filter(kind__startswith="gatherings.", done_at=None).exists()


def test_who_calls_it_off_says_why() -> None:
    gathering = make_gathering()

    with pytest.raises(refusals.WordWanted):
        actions.cancel(gathering=gathering, by=gathering.offer.host, word="  ")

    assert Gathering.objects.get().is_planned


def test_an_offer_that_is_closed_takes_its_sessions_along_and_one_whose_last_day_passed_does_not() -> None:
    closed, lapsed = make_gathering(), make_gathering()
    Offer.objects.filter(pk=lapsed.offer_id).update(open_until=ahead(-1))

    offers.close(offer=closed.offer, by=closed.offer.host)
    offers.lapse(offer=lapsed.offer)

    assert Gathering.objects.get(pk=closed.pk).is_cancelled
    assert Gathering.objects.get(pk=lapsed.pk).is_planned


def test_whoever_receives_from_now_on_has_the_session_in_their_calendar() -> None:
    gathering = actions.add(offer=make_group_offer(), day=ahead(5), starts=time(13), ends=time(15), by=None)
    former = gathering.offer.host
    colleague = make_user("mentor", name="Colette Collègue").person
    Offer.objects.filter(pk=gathering.offer_id).update(host=colleague)
    offer = Offer.objects.get()

    actions.new_host(offer, former)

    assert [busy.person_id for busy in Busy.objects.all()] == [colleague.pk]


# ------------------------------------------------------------------ places


def test_a_place_is_taken_and_stands_in_the_calendar() -> None:
    gathering = make_gathering(capacity=1)
    asked = make_asking(gathering.offer.edition)

    place = take(gathering, asked.person)

    assert place.is_taken
    assert Gathering.objects.get().taken == 1
    busy = Busy.objects.of(asked.person).get()
    assert (busy.starts_at, busy.ends_at, busy.exclusive) == (gathering.starts_at, gathering.ends_at, True)
    mail = Mail.objects.get(template="gatherings/place")
    assert mail.payload["entry"]["method"] == "REQUEST"


def test_asking_twice_keeps_one_place() -> None:
    gathering = make_gathering()
    asked = make_asking(gathering.offer.edition)

    assert take(gathering, asked.person) == take(gathering, asked.person)

    assert Gathering.objects.get().taken == 1
    assert told() == ["taken"]


def test_who_comes_when_all_is_taken_waits_in_order() -> None:
    gathering = make_gathering(capacity=1)
    people = [make_asking(gathering.offer.edition, name).person for name in ("Ana", "Bo", "Chloé")]

    states = [take(gathering, person).state for person in people]

    assert states == ["taken", "waiting", "waiting"]
    assert [place.person for place in Place.objects.waiting()] == people[1:]
    assert not Busy.objects.of(people[1]).exists()


def test_a_place_given_back_goes_to_who_waits_longest_at_once() -> None:
    gathering = make_gathering(capacity=1)
    people = [make_asking(gathering.offer.edition, name).person for name in ("Ana", "Bo", "Chloé")]
    first, second, third = [take(gathering, person) for person in people]

    actions.give_back(place=first, by=people[0])

    for place in (first, second, third):
        place.refresh_from_db()
    assert [first.state, second.state, third.state] == ["given_back", "taken", "waiting"]
    assert Gathering.objects.get().taken == 1
    assert [busy.person_id for busy in Busy.objects.all()] == [people[1].pk]
    assert told()[-2:] == ["given_back", "promoted"]
    cancel = Mail.objects.get(payload__what="given_back").payload["entry"]
    assert (cancel["method"], cancel["sequence"]) == ("CANCEL", 1)


def test_a_place_given_back_can_be_taken_again_as_long_as_one_is_free() -> None:
    gathering = make_gathering(capacity=1)
    asked = make_asking(gathering.offer.edition)
    place = take(gathering, asked.person)

    actions.give_back(place=place, by=asked.person)
    again = take(gathering, asked.person)

    assert (again.pk, again.state, again.sequence) == (place.pk, "taken", 2)
    assert Gathering.objects.get().taken == 1


def test_more_places_go_to_the_waiting_list() -> None:
    gathering = make_gathering(capacity=1)
    people = [make_asking(gathering.offer.edition, name).person for name in ("Ana", "Bo", "Chloé", "Dov")]
    for person in people:
        take(gathering, person)

    actions.change(gathering=gathering, capacity=3, by=gathering.offer.host)

    assert [place.state for place in Place.objects.order_by("pk")] == ["taken", "taken", "taken", "waiting"]
    assert "moved" not in told()


def test_who_is_expected_elsewhere_gets_no_place_and_nothing_is_kept() -> None:
    gathering = make_gathering(capacity=1)
    asked = make_asking(gathering.offer.edition)
    timetable.claim(
        person=asked.person, source=asked, starts=gathering.starts, ends=gathering.ends, zone=gathering.zone,
        title_fr="Autre chose", exclusive=True,
    )  # fmt: skip

    with pytest.raises(Clash):
        take(gathering, asked.person)

    assert Gathering.objects.get().taken == 0
    assert not Place.objects.exists()


def test_who_waited_and_is_busy_by_then_gets_the_place_all_the_same() -> None:
    gathering = make_gathering(capacity=1)
    first, second = (make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo"))
    held = take(gathering, first.person)
    take(gathering, second.person)
    timetable.claim(
        person=second.person, source=second, starts=gathering.starts, ends=gathering.ends, zone=gathering.zone,
        title_fr="Autre chose", exclusive=True,
    )  # fmt: skip

    actions.give_back(place=held, by=first.person)

    assert Place.objects.get(request=second).is_taken
    assert Busy.objects.of(second.person).count() == 2


@pytest.mark.parametrize("what", ["another format", "put aside", "not eligible", "another edition"])
def test_places_are_for_those_who_wish_for_group_sessions_there(what: str) -> None:
    gathering = make_gathering()
    edition = gathering.offer.edition
    asked = make_asking(make_groups().edition if what == "another edition" else edition)
    if what == "another format":
        asked.formats = ["mentoring"]
        asked.save()
    elif what == "put aside":
        requests.rest(request=asked, by=asked.person)
    elif what == "not eligible":
        asked.candidacy.state = "not_yet"
        asked.candidacy.save()

    with pytest.raises(refusals.NotAsking):
        take(gathering, asked.person)


def test_an_offer_at_rest_takes_nobody_new() -> None:
    gathering = make_gathering()
    offers.pause(offer=gathering.offer, by=gathering.offer.host)

    with pytest.raises(refusals.NotBookable):
        take(gathering, make_asking(gathering.offer.edition).person)


def test_once_begun_a_place_is_neither_taken_nor_given_back() -> None:
    gathering = make_gathering()
    asked, late = make_asking(gathering.offer.edition), make_asking(gathering.offer.edition, "Léa Retard")
    place = take(gathering, asked.person)
    begun(gathering)

    with pytest.raises(refusals.TooLate):
        actions.give_back(place=place, by=asked.person)
    with pytest.raises(refusals.NotBookable):
        take(gathering, late.person)


def test_a_request_that_ends_gives_its_places_back_and_the_next_one_gets_it() -> None:
    gathering = make_gathering(capacity=1)
    first, second = (make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo"))
    for asked in (first, second):
        take(gathering, asked.person)

    requests.end(request=first, by=first.person)
    actions.fill(gathering=gathering)

    assert Place.objects.get(request=first).state == Place.State.GIVEN_BACK
    assert Place.objects.get(request=second).is_taken
    assert clock.Due.objects.filter(kind="gatherings.fill").exists()


def test_sessions_that_suit_are_of_the_field_and_where_one_goes() -> None:
    edition = make_groups().edition
    here = make_gathering(make_group_offer(edition))
    online = make_gathering(make_group_offer(edition, region_id="06"), is_online=True)
    far = make_gathering(make_group_offer(edition, region_id="06"))
    other_field = make_gathering(make_group_offer(edition, occupations=("21231",)))
    asked = make_asking(edition, goes_anywhere=False)
    asked.regions.set(["02"])

    assert set(Gathering.objects.suited_to(asked)) == {here, online}
    asked.online_welcome = False
    assert set(Gathering.objects.suited_to(asked)) == {here}
    asked.goes_anywhere = True
    assert set(Gathering.objects.suited_to(asked)) == {here, online, far}
    assert other_field not in Gathering.objects.suited_to(asked)


# ------------------------------------------------------------------ who was there


def test_who_was_there_is_noted_and_who_was_not_is_told_kindly_once() -> None:
    gathering = make_gathering(capacity=2)
    came, missed = (put(gathering, make_asking(gathering.offer.edition, name)) for name in ("Ana", "Bo"))
    gathering = begun(gathering)

    for _twice in range(2):
        actions.note_presence(gathering=gathering, present={came.pk}, by=gathering.offer.host)

    noted = Gathering.objects.get()
    assert (noted.state, noted.came) == (State.HELD, 1)
    assert Place.objects.get(pk=came.pk).presence == Presence.PRESENT
    assert Place.objects.get(pk=missed.pk).presence == Presence.ABSENT
    assert told() == ["absent"]


def test_before_it_begins_nobody_is_noted() -> None:
    gathering = make_gathering()

    with pytest.raises(refusals.NotBegunYet):
        actions.note_presence(gathering=gathering, present=set(), by=gathering.offer.host)


def test_somebody_without_a_place_is_let_in_by_number_and_name_together() -> None:
    gathering = begun(make_gathering(capacity=1))
    put(gathering, make_asking(gathering.offer.edition, "Ana Prise"))
    asked = make_asking(gathering.offer.edition, "Béatrice Nguyen")
    reference = asked.candidacy.case_file.reference
    host = gathering.offer.host

    with pytest.raises(refusals.NobodyOfThatNumber):
        actions.walk_in(gathering=gathering, reference=reference, name="Ana", by=host)
    place = actions.walk_in(gathering=gathering, reference=reference.lower(), name="nguyen", by=host)

    assert (place.is_walk_in, place.presence) == (True, Presence.PRESENT)
    assert Gathering.objects.get(pk=gathering.pk).taken == 1
    actions.note_presence(gathering=gathering, present={place.pk}, by=host)
    assert Gathering.objects.get(pk=gathering.pk).came == 1


def test_who_was_let_in_by_mistake_never_was_there() -> None:
    gathering = begun(make_gathering())
    asked = make_asking(gathering.offer.edition)
    reference, name = asked.candidacy.case_file.reference, asked.person.name
    place = actions.walk_in(gathering=gathering, reference=reference, name=name, by=gathering.offer.host)

    actions.note_presence(gathering=gathering, present=set(), by=gathering.offer.host)

    place.refresh_from_db()
    assert (place.state, place.is_walk_in, place.presence) == ("given_back", False, "")
    assert told() == []


# ------------------------------------------------------------------ the calendar


def test_the_day_before_who_has_a_place_and_the_host_are_reminded_once() -> None:
    gathering = make_gathering(capacity=1)
    taken, waiting = (make_asking(gathering.offer.edition, name) for name in ("Ana", "Bo"))
    for asked in (taken, waiting):
        take(gathering, asked.person)

    for _twice in range(2):
        actions.remind(gathering.pk)

    assert told() == ["taken", "waiting", "reminder"]
    assert told("gatherings/host") == ["reminder"]


def test_the_host_is_asked_who_came_once_it_is_over() -> None:
    gathering = make_gathering()
    put(gathering, make_asking(gathering.offer.edition))
    now = timezone.now()
    Gathering.objects.update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))

    assert actions.ask_who_came(gathering.pk)

    assert told("gatherings/host") == ["presence"]


def test_another_date_is_told_to_who_waits_for_one() -> None:
    offer = make_group_offer()
    gathering = make_gathering(offer, capacity=1)
    people = [make_asking(offer.edition, name).person for name in ("Ana", "Bo")]
    for person in people:
        take(gathering, person)

    actions.add(offer=offer, day=ahead(20), starts=time(9), ends=time(11), by=offer.host)

    assert told()[-1] == "another_date"
    assert told().count("another_date") == 1


def test_the_menu_names_group_sessions_once_an_edition_has_them() -> None:
    assert not rules.any_edition_has_groups()

    make_groups()

    assert rules.any_edition_has_groups()


# ------------------------------------------------------------------ handed over, taken off the list


def test_the_session_goes_from_the_calendar_of_who_hosted_it_before() -> None:
    gathering = make_gathering()
    offer, former = gathering.offer, gathering.offer.host
    offer.host = make_user("mentor", name="Une Autre").person
    offer.save()

    actions.new_host(offer, former)

    posted = Mail.objects.filter(template="gatherings/host").order_by("pk")
    letters = {mail.payload["host"]: outbox.writer_of(mail.template)(mail) for mail in posted}
    gone, new = letters[former.pk], letters[offer.host_id]
    assert gone is not None
    assert new is not None
    assert (gone.calendar_method, new.calendar_method) == ("CANCEL", "REQUEST")
    assert former.name in gone.calendar.replace("\r\n ", "")
    assert "http" not in gone.text.split("--")[0]


def test_who_is_taken_off_the_waiting_list_by_their_caseworker_is_told() -> None:
    gathering = make_gathering(capacity=1)
    first, second = (make_asking(gathering.offer.edition) for _two in range(2))
    take(gathering, first.person)
    place = take(gathering, second.person)

    actions.give_back(place=place, by=make_person())

    assert told() == ["taken", "waiting", "off_the_list"]
