"""The door's page: it works without script, says what happened, and lets nobody else stand there."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from events.doors.models import Scan
from events.registration import tickets
from events.registration.models import Seat
from tests.events.doors.conftest import Browser
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def address(name: str, event: Any) -> str:
    return reverse(f"doors:{name}", args=[event.pk])


def test_the_page_has_its_address_in_both_languages() -> None:
    with translation.override("en"):
        assert reverse("doors:door", args=[12]) == "/en/manage/events/12/door/"
    with translation.override("fr"):
        assert reverse("doors:door", args=[12]) == "/fr/gestion/evenements/12/accueil/"


def test_door_staff_stand_at_the_door_of_their_pass(signed_in: Browser) -> None:
    event = make.fair()
    page = signed_in(make.door_staff(event, "Entrée B")).get(address("door", event))

    assert page.status_code == 200
    assert "Entrée B" in page.content.decode()


def test_an_organiser_says_first_where_they_stand(signed_in: Browser) -> None:
    event = make.fair()
    browser = signed_in(make.login("organiser"))
    before = browser.get(address("door", event)).context["choosing"]

    answer = browser.post(address("choose", event), {"door": "Entrée C"}, follow=True)

    assert before
    assert not answer.context["choosing"]
    assert answer.context["door"] == "Entrée C"


def test_a_door_without_a_name_is_asked_for_again(signed_in: Browser) -> None:
    event = make.fair()

    answer = signed_in(make.login("organiser")).post(address("choose", event), {"door": " "})

    assert answer.status_code == 422
    assert answer.context["door_form"].errors


@pytest.mark.parametrize("name", ["door", "counts", "live", "live_part"])
def test_a_foreign_door_is_not_found(name: str, signed_in: Browser) -> None:
    event, elsewhere = make.fair(), make.fair(code="08")

    for user in (make.door_staff(elsewhere), make.login("organiser", code="08")):
        assert signed_in(user).get(address(name, event)).status_code == 404


def test_a_typed_reference_checks_in_and_the_page_says_who(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event, "Ioana Dumitrescu")
    browser = signed_in(make.door_staff(event))

    page = browser.post(
        address("scan", event), {"ticket": seat.registration.reference.lower(), "door": "Entrée A"}, follow=True
    )

    assert Seat.objects.get(pk=seat.pk).state == "present"
    assert page.context["verdict"].kind == "welcome"
    assert "Ioana Dumitrescu" in page.content.decode()


def test_reloading_the_answer_checks_in_nobody_again(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event)
    browser = signed_in(make.door_staff(event))
    answer = browser.post(address("scan", event), {"ticket": seat.registration.reference, "door": "Entrée A"})

    for _time in range(2):
        assert browser.get(answer["Location"]).context["verdict"].kind == "welcome"

    assert Scan.objects.count() == 1


def test_a_second_scan_says_when_where_and_by_whom(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event)
    luc, ana = make.door_staff(event, name="Luc Tremblay"), make.door_staff(event, "Entrée B", name="Ana Lima")
    ticket = {"ticket": tickets.of(seat)}
    signed_in(luc).post(address("scan", event), ticket | {"door": "Entrée A"})

    page = signed_in(ana).post(address("scan", event), ticket | {"door": "Entrée B"}, follow=True)

    verdict = page.context["verdict"]
    local = timezone.localtime(Seat.objects.get(pk=seat.pk).present_at)
    assert verdict.kind == "already"
    assert f"{local.hour}\u00a0h" in verdict.detail
    assert "Entrée A" in verdict.detail
    assert "Luc Tremblay" in verdict.detail


def test_what_was_refused_is_said_and_what_was_typed_is_kept(signed_in: Browser) -> None:
    event = make.fair()

    page = signed_in(make.door_staff(event)).post(address("scan", event), {"ticket": "7k4q-01mv", "door": "A"})

    assert page.status_code == 422
    assert page.context["verdict"].kind == "refused"
    assert 'value="7k4q-01mv"' in page.content.decode()


def test_a_scan_without_a_door_is_refused(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event)

    page = signed_in(make.login("organiser")).post(address("scan", event), {"ticket": seat.registration.reference})

    assert page.status_code == 422
    assert Seat.objects.get(pk=seat.pk).state == "expected"


def test_the_script_gets_the_verdict_alone_in_the_markup_of_the_page(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event)
    browser = signed_in(make.door_staff(event))

    fragment = browser.post(
        address("scan", event),
        {"ticket": seat.registration.reference, "door": "Entrée A"},
        headers={"HX-Request": "true"},
    )

    page = browser.get(f"{address('door', event)}?scan={Scan.objects.get().pk}")
    assert fragment.status_code == 200
    assert fragment.content.decode().strip() in page.content.decode()


def test_an_undo_takes_the_check_in_back(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event, state="present")

    page = signed_in(make.door_staff(event)).post(address("undo", event), {"seat": seat.pk}, follow=True)

    assert Seat.objects.get(pk=seat.pk).state == "expected"
    assert page.context["verdict"].kind == "undone"


def test_another_events_seat_cannot_be_undone_from_here(signed_in: Browser) -> None:
    event = make.fair()
    foreign = make.seat(make.fair(code="08"), state="present")

    answer = signed_in(make.door_staff(event)).post(address("undo", event), {"seat": foreign.pk})

    assert answer.status_code == 404
    assert Seat.objects.get(pk=foreign.pk).state == "present"


def test_an_undo_from_the_desk_comes_back_to_the_desk(signed_in: Browser) -> None:
    event = make.fair()
    seat = make.seat(event, state="present")

    answer = signed_in(make.login("organiser")).post(address("undo", event), {"seat": seat.pk, "back": "desk"})

    assert answer["Location"] == address("live", event)


def test_a_search_by_name_offers_to_check_in_who_is_expected(signed_in: Browser) -> None:
    event = make.fair()
    emile = make.seat(event, "Émile Tremblay", reference="7K4Q01MV")
    noe = make.seat(event, "Noé Tremblay", state="waiting", reference="8K4Q01MV")

    page = signed_in(make.door_staff(event)).post(address("door_search", event), {"words": "tremblay"})

    text = page.content.decode()
    assert f'name="seats" value="{emile.pk}"' in text
    assert f'name="seats" value="{noe.pk}"' not in text
    assert "Noé Tremblay" in text


def test_no_name_stands_in_an_address(signed_in: Browser) -> None:
    event = make.fair()

    assert signed_in(make.door_staff(event)).get(address("door_search", event), {"words": "x"}).status_code == 405


def test_after_the_close_an_organiser_may_still_let_in_and_door_staff_may_not(signed_in: Browser) -> None:
    event = make.fair_over(days=0) if timezone.localtime().hour >= 16 else make.fair_over()
    seat = make.seat(event, state="absent")
    ticket = {"ticket": seat.registration.reference, "door": "Entrée A"}

    refused = signed_in(make.door_staff(event)).post(address("scan", event), ticket)
    let_in = signed_in(make.login("organiser")).post(address("scan", event), ticket)

    # A pass of yesterday opens nothing any more; one of this afternoon is told that attendance is closed.
    assert refused.status_code in {404, 422}
    assert let_in.status_code == 302
    assert Seat.objects.get(pk=seat.pk).state == "present"


@pytest.mark.parametrize(("role", "told"), [("door_staff", 0), ("organiser", 1)])
def test_a_check_in_by_the_script_costs_eight_queries(
    role: str, told: int, signed_in: Browser, django_assert_num_queries: Any
) -> None:
    event = make.fair()
    user = make.door_staff(event) if role == "door_staff" else make.login(role)
    browser = signed_in(user)

    def scan() -> Any:
        ticket = {"ticket": tickets.of(make.seat(event)), "door": "Entrée A"}
        return ticket, {"HX-Request": "true"}

    # The first publication of an event makes its topic row.
    ticket, headers = scan()
    browser.post(address("scan", event), ticket, headers=headers)
    ticket, headers = scan()
    # Session, login, roles, the seat; the seat taken, the scan, the audit, the topic.
    # And the savepoint of the test's own transaction, twice. Whoever runs the event is told who was let in by hand.
    with django_assert_num_queries(8 + told + 2):
        browser.post(address("scan", event), ticket, headers=headers)
