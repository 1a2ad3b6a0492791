"""The pages of those who choose, and of whoever applied: at the same cost for few and for many, and without a script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from events.agenda.models import Event
from events.registration.models import Registration
from events.selection import actions, releasing
from events.selection.models import Score, Verdict
from people.accounts.models import User
from tests.factories.accounts import sign_in
from tests.factories.agenda import organiser
from tests.factories.registration import open_event, registered
from tests.factories.selection import by_review, closed, decide, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair() -> User:
    return organiser(regions=("04",))


@pytest.fixture
def client(chair: User) -> Client:
    return sign_in(Client(), chair)


def url(name: str, event: Event, *more: int) -> str:
    return reverse(f"selection:{name}", args=[event.pk, *more])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def ticked(client: Client, event: Event, *registrations: Registration) -> dict[str, Any]:
    """The form of the list as it was shown, these ticked."""
    shown = page(client, url("applications", event))
    marks = dict(re.findall(r'name="(mark-\d+)" value="([^"]*)"', shown))
    return {**marks, "ticked": [one.pk for one in registrations]}


@pytest.mark.parametrize("name", ["applications", "reserve", "results", "grid", "application"])
def test_a_page_costs_the_same_for_few_and_for_many(
    client: Client, chair: User, django_assert_num_queries: Any, name: str
) -> None:
    event = by_review()
    costs = {"applications": 11, "reserve": 9, "results": 7, "grid": 10, "application": 14}

    for _round in range(2):
        for _each in range(3):
            application = registered(event)
            decide(chair, "reserve", application)
            score(chair, application, 1, 2)
        address = url(name, event, *([application.pk] if name == "application" else []))
        with django_assert_num_queries(costs[name]):
            page(client, address)


def test_several_are_decided_at_once_with_a_sentence_in_each_language(client: Client) -> None:
    event = by_review()
    first, second, other = registered(event), registered(event), registered(event)
    sent = ticked(client, event, first, second) | {"outcome": "declined", "phrase": "occupation", "reason_fr": "Merci!"}

    answer = client.post(url("decide", event), sent)

    assert answer.status_code == 302
    assert set(Verdict.objects.values_list("registration", "outcome")) == {
        (first.pk, "declined"),
        (second.pk, "declined"),
    }
    verdict = Verdict.objects.get(registration=first)
    assert verdict.reason_fr == "Peu d’employeurs participants recherchent votre profession en ce moment. Merci!"
    assert verdict.reason_en.startswith("Few employers")
    assert not Verdict.objects.filter(registration=other).exists()


def test_a_no_without_its_reason_keeps_what_was_ticked(client: Client) -> None:
    event = by_review()
    first, _second = registered(event), registered(event)

    answer = client.post(url("decide", event), ticked(client, event, first) | {"outcome": "declined"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{first.pk}" checked' in shown
    assert shown.count(" checked") == 2  # and the decision itself
    assert not Verdict.objects.exists()


def test_a_decision_made_meanwhile_is_marked_and_not_undone(client: Client, chair: User) -> None:
    event = by_review()
    first, second = registered(event), registered(event)
    sent = ticked(client, event, first, second) | {"outcome": "chosen"}
    decide(organiser(regions=("04",)), "reserve", first)

    answer = client.post(url("decide", event), sent)

    assert answer.status_code == 422
    assert "Décidée entre-temps" in answer.content.decode()
    assert list(Verdict.objects.values_list("outcome", flat=True)) == ["reserve"]


def test_points_of_others_show_once_one_has_given_ones_own(client: Client) -> None:
    event = by_review()
    application = registered(event)
    score(organiser(regions=("04",)), application, 5, 9)
    address = url("application", event, application.pk)
    assert "Moyenne" not in page(client, address)
    assert "après les vôtres" in page(client, url("applications", event))

    points = dict(zip((f"points_{one.pk}" for one in event.criteria.all()), ("1", "4"), strict=True))
    assert client.post(address, points).status_code == 302

    assert "6,5 / 10" in page(client, address)
    assert Score.objects.count() == 4


def test_what_a_room_above_knows_of_an_application_stands_with_it(client: Client) -> None:
    from events.selection import sections

    event = by_review()
    application = registered(event)
    source: Callable[[Registration], sections.Section | None] = lambda _one: sections.Section(  # noqa: E731  (taken out again below)
        "Réponses", [("Pourquoi?", "Pour voir la région.")]
    )
    sections.section(source)
    try:
        shown = page(client, url("application", event, application.pk))
    finally:
        sections.section.forget(source)

    assert "Pour voir la région." in shown


@pytest.mark.parametrize(
    ("sent", "order"),
    [({"down": 0}, (1, 0, 2)), ({"up": 2}, (0, 2, 1)), ({"place": (2, 1)}, (2, 0, 1)), ({"place": (0, 3)}, (1, 2, 0))],
)
def test_the_reserve_list_moves_by_steps_and_by_numbers(
    client: Client, chair: User, sent: dict[str, Any], order: tuple[int, ...]
) -> None:
    event = by_review()
    line = [registered(event) for _each in range(3)]
    decide(chair, "reserve", *line)
    data = {f"place-{one.pk}": str(place) for place, one in enumerate(line, 1)}
    for name, value in sent.items():
        if name == "place":
            data[f"place-{line[value[0]].pk}"] = str(value[1])
        else:
            data[name] = str(line[value].pk)

    client.post(url("reserve", event), data)

    assert actions.reserve_of(event) == [line[number].pk for number in order]


def test_a_grid_is_written_row_by_row(client: Client) -> None:
    event = by_review(grid=False)
    sent = {"label_fr_1": "Projet", "most_1": "4", "label_fr_2": "", "label_en_3": "Motivation"}

    assert client.post(url("grid", event), sent).status_code == 422
    assert client.post(url("grid", event), sent | {"label_fr_3": "Motivation"}).status_code == 302

    assert list(event.criteria.values_list("number", "label_fr", "most")) == [(1, "Projet", 4), (2, "Motivation", 5)]


def test_everybody_is_told_from_the_page_once_nothing_is_missing(client: Client, chair: User) -> None:
    event = by_review()
    first, second = registered(event), registered(event)
    decide(chair, "chosen", first)
    event = closed(event)
    assert "n’est pas décidée" in page(client, url("results", event))
    assert client.get(url("tell", event)).status_code == 302

    decide(chair, "declined", second)
    assert "2 candidatures" in page(client, url("tell", event))
    client.post(url("tell", event))

    assert Registration.objects.get(pk=first.pk).state == "confirmed"
    assert "Les résultats sont annoncés" in page(client, url("results", event))
    page(client, url("application", event, second.pk))


def test_the_letters_can_be_read_in_both_languages_before_anything_is_told(client: Client) -> None:
    event = by_review()
    shown = page(client, url("letters", event))

    for words in ("Votre candidature est retenue", "You are chosen", "liste de réserve", "(your reason)"):
        assert words in shown


def test_an_event_that_gives_its_seats_in_order_has_no_selection(client: Client) -> None:
    event = open_event()
    application = registered(event)

    for name in ("applications", "grid", "reserve", "results"):
        assert "les places vont dans l’ordre" in page(client, url(name, event))
    assert client.get(reverse("selection:mine", args=[application.link_key])).status_code == 404


def test_whoever_applied_reads_the_result_why_and_what_else_there_is(chair: User) -> None:
    event = by_review()
    yes, wait, no = (registered(event) for _each in range(3))
    decide(chair, "chosen", yes)
    decide(chair, "reserve", wait)
    decide(chair, "declined", no, reason_fr="Autres métiers.", reason_en="Other occupations.")
    Event.objects.filter(pk=event.pk).update(capacity=1)
    releasing.release(event=closed(event), by=chair)
    visitor = Client()

    assert "Votre candidature est retenue" in page(visitor, reverse("selection:mine", args=[yes.link_key]))
    assert "C’est bientôt votre tour" in page(visitor, reverse("selection:mine", args=[wait.link_key]))
    shown = page(visitor, reverse("selection:mine", args=[no.link_key]))
    assert "Autres métiers." in shown
    assert f"?kind={event.kind}" in shown
    assert "Autres métiers." in page(visitor, no.get_absolute_url())
    with translation.override("en"):
        assert "Other occupations." in page(visitor, reverse("selection:mine", args=[no.link_key]))
