"""The organiser's list: found without accents, sorted as people sort, exported with a trace, never another's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import outbox
from core.audit import Entry
from core.outbox import Mail
from events.agenda.models import Event
from events.doors import listing
from events.registration import actions as registering
from events.registration.models import Registration, Seat
from people.oversight.models import ReadEntry
from tests.events.doors.conftest import Browser
from tests.factories import doors as make
from tests.factories.accounts import make_person
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db


def names(event: Event, **asked: str) -> list[str]:
    return [line.name for line in listing.listing(event, **asked).lines]


def mail(registration: Registration, state: str, number: int = 1) -> None:
    row = outbox.draft(
        "registration/confirmed",
        to="x@exemple.test",
        language="fr",
        key=f"{registration.pk}:{number}",
        about=registration,
    )
    row.state = state
    row.sent_at = timezone.now() if state == "sent" else None
    row.save()


class TestListing:
    def test_it_is_sorted_as_a_person_would(self) -> None:
        event = make.fair()
        for name in ("Zoé Roy", "Émile Côté", "anna Lima", "Đức Phạm"):
            make.seat(event, name)

        assert names(event, sort="name") == ["anna Lima", "Đức Phạm", "Émile Côté", "Zoé Roy"]
        assert names(event, sort="-name") == ["Zoé Roy", "Émile Côté", "Đức Phạm", "anna Lima"]

    def test_the_newest_comes_first_unless_asked_otherwise(self) -> None:
        event = make.fair()
        first, second = make.seat(event, "Zoé Roy"), make.seat(event, "Anna Lima")
        Registration.objects.filter(pk=first.registration_id).update(made_at=timezone.now() - timedelta(days=1))

        assert names(event) == names(event, sort="nonsense") == [second.name, first.name]

    def test_arrivals_come_in_their_order_and_who_has_not_come_last(self) -> None:
        event = make.fair()
        now = timezone.now()
        make.seat(event, "Anna Lima")
        make.seat(event, "Zoé Roy", state="present", present_at=now)
        make.seat(event, "Émile Côté", state="present", present_at=now - timedelta(hours=1))

        assert names(event, sort="arrival") == ["Émile Côté", "Zoé Roy", "Anna Lima"]

    @pytest.mark.parametrize("words", ["emile", "COTE emile", "emile@", "emile@exemple.test", "7k4q-o1mv", "7K4Q"])
    def test_somebody_is_found_by_name_address_or_reference(self, words: str) -> None:
        event = make.fair()
        make.seat(event, "Émile Côté", email="emile@exemple.test", reference="7K4Q01MV")
        make.seat(event, "Anna Lima")

        assert names(event, words=words) == ["Émile Côté"]

    def test_a_state_filters_and_every_state_says_its_number(self) -> None:
        event = make.fair()
        make.seat(event, "Émile Côté", state="present")
        make.seat(event, "Anna Lima", state="waiting")
        make.seat(event, "Zoé Roy", state="waiting")

        found = listing.listing(event, state="waiting", sort="name")

        assert [line.name for line in found.lines] == ["Anna Lima", "Zoé Roy"]
        assert [(state, number) for state, _label, number in found.states] == [("waiting", 2), ("present", 1)]
        assert found.total == 3

    def test_an_unknown_state_is_none(self) -> None:
        event = make.fair()
        make.seat(event, "Anna Lima")

        assert names(event, state="nonsense") == ["Anna Lima"]


def test_of_several_mails_the_most_worrying_is_shown() -> None:
    registration = make.seat(make.fair()).registration
    for number, state in enumerate([Mail.State.SENT, Mail.State.BOUNCED, Mail.State.QUEUED]):
        mail(registration, state, number)

    assert listing.mail_states([registration.pk]) == {registration.pk: "bounced"}


def test_a_dropped_mail_says_nothing() -> None:
    registration = make.seat(make.fair()).registration
    mail(registration, Mail.State.DROPPED)

    assert listing.mail_states([registration.pk]) == {}


def address(name: str, *args: Any) -> str:
    return reverse(f"doors:{name}", args=args)


def organiser_of(signed_in: Browser) -> Client:
    return signed_in(make.login("organiser"))


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_as_much_for_three_as_for_one(
    people: int, signed_in: Browser, django_assert_num_queries: Any
) -> None:
    event = make.fair()
    for _each in range(people):
        mail(make.seat(event).registration, Mail.State.SENT)
    browser = organiser_of(signed_in)

    with django_assert_num_queries(8):  # session, login, roles, person, event, lines, mails, who was let in by hand
        browser.get(address("registrations", event.pk))


def test_a_search_is_kept_by_the_session_and_stands_in_no_address(signed_in: Browser) -> None:
    event = make.fair()
    make.seat(event, "Émile Côté")
    make.seat(event, "Anna Lima")
    browser = organiser_of(signed_in)

    answer = browser.post(address("search", event.pk), {"words": "cote"})
    page = browser.get(answer["Location"] + "?sort=name")

    assert "cote" not in answer["Location"]
    assert [line.name for line in page.context["listing"].lines] == ["Émile Côté"]


def test_a_search_of_one_event_is_not_another_events(signed_in: Browser) -> None:
    event, other = make.fair(), make.fair()
    make.seat(other, "Anna Lima")
    browser = organiser_of(signed_in)

    browser.post(address("search", event.pk), {"words": "cote"})

    assert browser.get(address("registrations", other.pk)).context["listing"].words == ""


def test_the_second_page_goes_on_where_the_first_ended(signed_in: Browser) -> None:
    event = make.fair()
    for number in range(listing.PAGE_SIZE + 2):
        make.seat(event, f"Tremblay {number:03}")
    browser = organiser_of(signed_in)

    page = browser.get(address("registrations", event.pk) + "?sort=name&page=2")

    assert [line.name for line, *_more in page.context["rows"]] == ["Tremblay 050", "Tremblay 051"]


def test_an_export_holds_what_the_page_shows_and_leaves_a_trace(signed_in: Browser) -> None:
    event = make.fair()
    make.seat(event, "Émile Côté", state="present", reference="7K4Q01MV")
    make.seat(event, "=HYPERLINK(1)", state="waiting")
    browser = organiser_of(signed_in)

    answer = browser.get(address("export", event.pk, "csv") + "?state=present")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    assert len(text.strip().splitlines()) == 2
    assert "7K4Q-01MV" in text
    assert "Émile Côté" in text
    entry = Entry.objects.get(action="doors.exported")
    assert entry.values == {"format": "csv", "rows": 1, "state": "present"}


def test_a_list_taken_away_is_noted_as_read_of_everybody_it_names(signed_in: Browser) -> None:
    event = make.fair()
    here, gone = make.seat(event), make.seat(event, state="cancelled")
    guest = make.seat(event, "Zoé Roy").registration
    Registration.objects.filter(pk=guest.pk).update(contact=make_person("Sa sœur"))
    browser = organiser_of(signed_in)

    browser.get(address("paper", event.pk))
    printed = set(ReadEntry.objects.values_list("subject", flat=True))
    browser.get(address("export", event.pk, "csv"))

    assert printed == {here.person_id, guest.seats.get().person_id}
    noted = ReadEntry.objects.filter(kind="export", object_type="agenda.event", object_id=str(event.pk))
    contact = Registration.objects.get(pk=guest.pk).contact_id
    assert {entry.subject for entry in noted} == printed | {gone.person_id, contact}
    assert {entry.organisation for entry in noted} == {event.organisation}


def test_a_workbook_comes_too(signed_in: Browser) -> None:
    event = make.fair()
    make.seat(event, "Émile Côté")

    answer = organiser_of(signed_in).get(address("export", event.pk, "xlsx"))

    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[arg-type]
    assert "xlsx" in answer["Content-Disposition"]


def test_a_formula_goes_out_as_a_text(signed_in: Browser) -> None:
    event = make.fair()
    make.seat(event, "=HYPERLINK(1)")

    answer = organiser_of(signed_in).get(address("export", event.pk, "csv"))

    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]


def test_a_registration_tells_what_happened_to_it(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event)
    browser = organiser_of(signed_in)
    mail(seat.registration, Mail.State.FAILED)
    browser.post(address("scan", event.pk), {"ticket": seat.registration.reference, "door": "Entrée A"})

    page = browser.get(address("registration", event.pk, seat.registration_id))

    happened = page.context["history"]
    assert [line.trouble for line in happened] == [True, False]
    assert "Entrée A" in str(happened[1].what)
    assert happened[1].by == "Luc Tremblay"


def test_an_arrival_is_noted_from_a_paper_list_also_after_the_close_and_taken_back(signed_in: Browser) -> None:
    event = make.fair_over(days=3)
    seat = make.seat(event, state="absent")
    browser = organiser_of(signed_in)
    where = address("attendance", event.pk, seat.registration_id)

    browser.post(where, {"seat": seat.pk, "came": "1", "door": "Liste papier"})
    came = Seat.objects.get(pk=seat.pk).state
    browser.post(where, {"seat": seat.pk, "door": "Erreur"})

    assert came == "present"
    assert Seat.objects.get(pk=seat.pk).state == "absent"
    assert list(seat.scans.order_by("pk").values_list("outcome", "door")) == [
        ("checked_in", "Liste papier"),
        ("undone", "Erreur"),
    ]


def test_a_seat_of_another_registration_is_not_noted_from_here(signed_in: Browser) -> None:
    event = make.fair()
    mine, other = make.seat(event), make.seat(event)

    answer = organiser_of(signed_in).post(
        address("attendance", event.pk, mine.registration_id), {"seat": other.pk, "came": "1", "door": "x"}
    )

    assert answer.status_code == 404


def test_the_paper_list_has_who_is_expected_by_name(signed_in: Browser) -> None:
    event = make.fair()
    make.seat(event, "Zoé Roy")
    make.seat(event, "Émile Côté", state="present")
    make.seat(event, "Anna Lima", state="waiting")

    page = organiser_of(signed_in).get(address("paper", event.pk))

    assert [line.name for line in page.context["lines"]] == ["Émile Côté", "Zoé Roy"]


@pytest.mark.parametrize("name", ["registrations", "paper", "search", "passes"])
def test_another_regions_list_is_not_found(name: str, signed_in: Browser) -> None:
    event = make.fair(code="08")
    browser = organiser_of(signed_in)

    assert {browser.get(address(name, event.pk)).status_code, browser.post(address(name, event.pk)).status_code} <= {
        404,
        405,
    }


def test_door_staff_see_no_list(signed_in: Browser) -> None:
    event = make.fair()
    browser = signed_in(make.door_staff(event))

    for name in ("registrations", "paper", "passes"):
        assert browser.get(address(name, event.pk)).status_code == 404
    assert browser.get(address("export", event.pk, "csv")).status_code == 404


def test_a_registration_of_another_event_is_not_found_under_this_one(signed_in: Browser) -> None:
    event, other = make.fair(), make.fair()
    seat = make.seat(other)

    assert organiser_of(signed_in).get(address("registration", event.pk, seat.registration_id)).status_code == 404


def test_a_place_in_the_list_is_told_as_the_visitor_hears_it() -> None:
    event = open_event(capacity=1)
    registered(event)
    first, second = registered(event), registered(event)
    registering.cancel(registration=first, by=None)

    lines = {line.registration: line.rank for line in listing.listing(event).lines}

    assert (lines[second.pk], Registration.objects.get(pk=second.pk).waiting_position) == (1, 2)
