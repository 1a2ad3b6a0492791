"""A family at the door: one ticket each, and one press for those who come with it."""

import pytest
from django.urls import reverse

from events.agenda.models import Event
from events.doors import finding
from events.registration.models import Seat
from tests.events.doors.conftest import Browser
from tests.factories import doors as make

pytestmark = pytest.mark.django_db


def a_family(event: Event) -> list[Seat]:
    """Three seats of one registration: two adults and a child."""
    lead = make.seat(event, "Ioana Dumitrescu", reference="7K4Q92MV")
    registration = lead.registration
    registration.size = 3
    registration.save(update_fields=["size"])
    other = Seat.objects.create(
        registration=registration, event=event, person=make.person("Radu"), name="Radu Dumitrescu", state="expected"
    )
    child = Seat.objects.create(registration=registration, event=event, age_band="5-11", state="expected")
    return [lead, other, child]


def test_a_ticket_of_a_party_lets_one_in_and_offers_the_others(signed_in: Browser) -> None:
    event = make.fair()
    lead, other, child = a_family(event)
    browser = signed_in(make.login("organiser"))
    address = reverse("doors:scan", args=[event.pk])

    said = browser.post(address, {"ticket": "7K4Q-92MV", "door": "A"}, headers={"HX-Request": "true"}).content.decode()

    assert f'value="{other.pk},{child.pk}"' in said
    assert "Radu Dumitrescu" in said
    assert states(lead, other, child) == ["present", "expected", "expected"]
    said = browser.post(
        address, {"seats": f"{other.pk},{child.pk}", "door": "A"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "2 personnes" in said
    assert states(lead, other, child) == ["present"] * 3


def test_seats_of_another_event_are_let_in_by_no_button(signed_in: Browser) -> None:
    event, elsewhere = make.fair(), make.seat(make.fair(code="08"))
    browser = signed_in(make.login("organiser"))

    answer = browser.post(reverse("doors:scan", args=[event.pk]), {"seats": str(elsewhere.pk), "door": "A"})

    assert answer.status_code == 422
    assert states(elsewhere) == ["expected"]


def test_a_child_is_found_under_the_name_of_who_registered() -> None:
    event = make.fair()
    _lead, _other, child = a_family(event)

    found, _more = finding.people_named("dumitrescu", event=event)

    assert child.pk in {line.seat for line in found}
    assert next(line.name for line in found if line.seat == child.pk).endswith("(avec Ioana Dumitrescu)")


def states(*seats: Seat) -> list[str]:
    return [Seat.objects.get(pk=seat.pk).state for seat in seats]
