"""A door is entrusted to a login by those who run the event, and taken back at once."""

import pytest
from django.urls import reverse

from core import personal
from core.audit import Entry
from events.doors import refusals, staffing
from events.doors.models import DoorPass
from people.accounts.models import Grant
from tests.events.doors.conftest import Browser
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def test_a_pass_makes_a_login_door_staff_of_this_event() -> None:
    event, login, by = make.fair(), make.login(email="ana@exemple.test"), make.person("Odile Gagnon")

    given = staffing.give_pass(event=event, email="ana@exemple.test", door="Entrée A", by=by)

    assert (given.event, given.person, given.door) == (event, login.person, "Entrée A")
    assert Grant.objects.filter(user=login, role="door_staff", revoked_at=None).count() == 1
    assert Entry.objects.get(action="doors.pass_given").actor == by.pk


def test_given_again_it_moves_the_person_to_the_new_door() -> None:
    event, by = make.fair(), make.person("Odile Gagnon")
    make.login(email="ana@exemple.test")
    for door in ("Entrée A", "Entrée B"):
        staffing.give_pass(event=event, email="ana@exemple.test", door=door, by=by)

    assert list(DoorPass.objects.values_list("door", flat=True)) == ["Entrée B"]
    assert Grant.objects.filter(role="door_staff").count() == 1


def test_an_address_nobody_signs_in_with_gets_none() -> None:
    with pytest.raises(refusals.NoSuchLogin):
        staffing.give_pass(event=make.fair(), email="x@exemple.test", door="A", by=make.person())


def test_an_event_that_is_over_needs_no_staff() -> None:
    make.login(email="ana@exemple.test")

    with pytest.raises(refusals.EventOver):
        staffing.give_pass(event=make.fair_over(), email="ana@exemple.test", door="A", by=make.person())


def test_the_page_gives_refuses_and_takes_back(signed_in: Browser) -> None:
    event = make.fair()
    staff = make.login(email="ana@exemple.test")
    browser, page = signed_in(make.login("organiser")), reverse("doors:passes", args=[event.pk])

    refused = browser.post(page, {"email": "x@exemple.test", "door": "Entrée A"})
    given = browser.post(page, {"email": " Ana@exemple.test ", "door": "Entrée A"})
    opened = signed_in(staff).get(reverse("doors:door", args=[event.pk])).status_code
    held = DoorPass.objects.get()
    browser.post(reverse("doors:take_pass", args=[event.pk, held.pk]))
    again = browser.post(reverse("doors:take_pass", args=[event.pk, held.pk]))

    assert (refused.status_code, given.status_code, opened, again.status_code) == (422, 302, 200, 302)
    assert refused.context["form"].errors["email"]
    assert not DoorPass.objects.exists()
    assert signed_in(staff).get(reverse("doors:door", args=[event.pk])).status_code == 404
    assert Entry.objects.filter(action="doors.pass_taken").count() == 1


def test_another_events_pass_is_not_taken_from_here(signed_in: Browser) -> None:
    event, foreign = make.fair(), make.fair(code="08")
    make.door_staff(foreign)
    held = DoorPass.objects.get()

    answers = [
        signed_in(make.login("organiser")).post(reverse("doors:take_pass", args=[number, held.pk])).status_code
        for number in (event.pk, foreign.pk)
    ]

    assert DoorPass.objects.filter(pk=held.pk).exists()
    assert answers[1] == 404


def test_two_persons_who_are_one_keep_one_pass_for_an_event() -> None:
    event, other = make.fair(), make.fair()
    keep, gone = make.door_staff(event, "Entrée A").person, make.door_staff(event, "Entrée B").person
    DoorPass.objects.create(event=other, person=gone, door="Entrée C")

    declaration = personal.of(DoorPass)
    assert declaration
    assert declaration.merge
    declaration.merge(keep, gone)

    assert list(DoorPass.objects.order_by("event").values_list("event", "person", "door")) == [
        (event.pk, keep.pk, "Entrée A"),
        (other.pk, keep.pk, "Entrée C"),
    ]


def test_door_staff_find_their_doors_and_no_other(signed_in: Browser) -> None:
    mine, over = make.fair(), make.fair_over(days=2)
    user = make.door_staff(mine)
    DoorPass.objects.create(event=over, person=user.person, door="Entrée A")
    make.door_staff(make.fair(code="08"))

    page = signed_in(user).get(reverse("doors:mine"))

    assert [held.event for held in page.context["passes"]] == [mine]


def test_without_a_pass_the_page_says_how_to_get_one(signed_in: Browser) -> None:
    page = signed_in(make.login("door_staff")).get(reverse("doors:mine"))

    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()
