"""Five questions and an answer first: nothing stored, nothing in the address, until the person goes on."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core import audiences
from people.programmes import five_questions
from people.programmes.eligibility import OUTSIDE, Facts, Verdict
from people.programmes.forms import FiveQuestionsForm
from people.programmes.kinds import Kind
from people.programmes.models import Edition
from tests.factories.accounts import make_user, sign_in
from tests.factories.programmes import condition, make_edition, open_edition, publish

pytestmark = pytest.mark.django_db
ADULT_OF_LAVAL = {
    "adult": "yes",
    "arrival": "arrived",
    "arrival_year": "2024",
    "status": "permanent_resident",
    "region": "13",
    "french": "work",
}


def url() -> str:
    return reverse("programmes:five_questions")


def test_each_open_edition_answers_yes_not_now_or_what_is_still_to_be_asked(client: Client) -> None:
    yes = open_edition(condition(Kind.ADULT))
    ask = open_edition(condition(Kind.DIPLOMA))
    no = open_edition(
        condition(Kind.TERRITORY, regions=["06"]),
        other_door_fr="Le service d’accueil de Laval",
        other_door_url="https://laval.exemple.test/",
    )
    make_edition()

    page = client.post(url(), ADULT_OF_LAVAL)

    answers = page.context["answers"]
    assert [[answer.edition for answer in group] for group in (answers.yes, answers.ask, answers.no)] == [
        [yes],
        [ask],
        [no],
    ]
    assert "Le service d’accueil de Laval" in page.text
    assert "https://laval.exemple.test/" in page.text
    assert "Quel est votre plus haut diplôme" in page.text


def test_nothing_is_stored_for_an_answer(client: Client) -> None:
    open_edition(condition(Kind.ADULT))

    page = client.post(url(), ADULT_OF_LAVAL)

    assert page["Cache-Control"] == "no-store"
    assert Session.objects.count() == 0
    assert "sessionid" not in page.cookies
    assert page.request["QUERY_STRING"] == ""


def test_answers_are_carried_along_only_once_the_person_goes_on(client: Client) -> None:
    page = client.post(url(), ADULT_OF_LAVAL)

    going = client.post(reverse("programmes:go_on"), dict(page.context["form"].as_hidden))

    assert going.status_code == 302
    assert going["Location"].startswith(reverse("account_signup"))
    facts = five_questions.answers_of(client.session)
    assert facts == Facts(
        is_adult=True,
        still_abroad=False,
        arrival_year=2024,
        status="permanent_resident",
        region="13",
        french={"oral_comprehension": (7, 8), "oral_production": (7, 8)},
    )


def test_a_room_above_says_where_people_go_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(five_questions, "_way_on", lambda request: f"/on/{request.user.is_authenticated}/")
    sign_in(client, make_user())

    assert client.post(reverse("programmes:go_on"), ADULT_OF_LAVAL)["Location"] == "/on/True/"


def test_answers_are_read_once_and_believed_for_a_day(client: Client) -> None:
    client.post(reverse("programmes:go_on"), ADULT_OF_LAVAL)
    session = client.session

    assert five_questions.take(session) is not None
    assert five_questions.take(session) is None

    five_questions.keep(session, Facts(is_adult=True))
    session[five_questions.KEY]["at"] = time.time() - five_questions.KEPT_SECONDS - 1
    assert five_questions.answers_of(session) is None
    assert five_questions.KEY not in session


def test_wrong_answers_are_told_and_the_others_kept(client: Client) -> None:
    page = client.post(url(), ADULT_OF_LAVAL | {"arrival": "abroad", "mrc": "saguenay"})

    assert "laissez l’année vide" in page.text
    assert "n’est pas dans la région choisie" in page.text
    assert 'value="2024"' in page.text
    later = client.post(url(), {"arrival_year": str(timezone.localdate().year + 1)})
    assert "n’est pas encore arrivée" in later.text


def test_no_answer_at_all_has_nothing_to_tell(client: Client) -> None:
    assert "Répondez à une question au moins" in client.post(url(), {}).text


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"adult": "no"}, Facts(is_adult=False)),
        ({"arrival": "abroad", "region": "06"}, Facts(still_abroad=True)),
        ({"arrival_year": "2020"}, Facts(arrival_year=2020)),
        ({"mrc": "laval"}, Facts(mrc="laval", region="13")),
        ({"region": OUTSIDE}, Facts(region=OUTSIDE)),
        ({"french": "few"}, Facts(french={"oral_comprehension": (0, 2), "oral_production": (0, 2)})),
    ],
)
def test_what_is_not_answered_stays_unknown(said: dict[str, str], known: Facts) -> None:
    form = FiveQuestionsForm(said)
    assert form.is_valid(), form.errors
    assert form.facts == known


def test_an_edition_that_takes_requests_later_says_so_and_one_that_no_longer_does_is_left_out(client: Client) -> None:
    today = timezone.localdate()
    later = open_edition(condition(Kind.ADULT), intake_opens_on=today + timedelta(days=9))
    open_edition(condition(Kind.ADULT), intake_closes_on=today - timedelta(days=1))

    page = client.post(url(), ADULT_OF_LAVAL)

    assert [answer.edition for answer in page.context["answers"].yes] == [later]
    assert "Demandes à venir" in page.text


def test_a_step_already_done_counts_for_somebody_signed_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Present:
        label = "une séance d’information"

        def explain(self, person: Any, argument: str) -> audiences.Answer:
            return audiences.Answer(Verdict.MET if argument == "12" else Verdict.UNKNOWN)

    monkeypatch.setitem(audiences._audiences, "sessions.present", Present())  # type: ignore[arg-type]  # no filter asked
    edition = open_edition(condition(Kind.STEP, question="sessions.present", argument="12"))
    answers = client.post(url(), ADULT_OF_LAVAL).context["answers"]
    assert [answer.edition for answer in answers.ask] == [edition]

    sign_in(client, make_user())
    answers = client.post(url(), ADULT_OF_LAVAL).context["answers"]
    assert [answer.edition for answer in answers.yes] == [edition]


@pytest.mark.parametrize("editions", [1, 3])
def test_an_answer_costs_the_same_however_many_editions(editions: int, django_assert_num_queries: Any) -> None:
    for _each in range(editions):
        open_edition(condition(Kind.ADULT), regions=["06"])

    with django_assert_num_queries(10):
        five_questions.answers_for(Facts(is_adult=True))


def test_the_page_speaks_english_too(client: Client) -> None:
    open_edition(condition(Kind.ARRIVED_WITHIN, years=1), name_en="Second edition")
    with translation.override("en"):
        page = client.post(url(), ADULT_OF_LAVAL | {"arrival_year": "2019"})

    assert "This edition takes people who arrived in Québec on September 1, 2025 or later; you arrived in 2019." in (
        page.text
    )


def test_programmes_are_shown_once_an_edition_was_opened(client: Client) -> None:
    edition = open_edition(condition(Kind.ADULT), regions=["06"])
    draft = make_edition()

    listed = client.get(reverse("programmes:list"))
    detail = client.get(reverse("programmes:detail", args=[edition.programme_id]))

    assert [programme.pk for programme in listed.context["programmes"]] == [edition.programme_id]
    assert "Il faut avoir 18 ans ou plus." in detail.text
    assert client.get(reverse("programmes:detail", args=[draft.programme_id])).status_code == 404
    Edition.objects.filter(pk=edition.pk).update(state="archived")
    assert client.get(reverse("programmes:detail", args=[edition.programme_id])).status_code == 404


def test_public_pages_are_shared_and_age_when_rules_are_published(client: Client) -> None:
    edition = open_edition(condition(Kind.ADULT))
    address = reverse("programmes:detail", args=[edition.programme_id])
    assert "public" in client.get(address)["Cache-Control"]

    publish(edition, condition(Kind.ABROAD))

    assert "Il faut vivre déjà au Québec." in client.get(address).text


@pytest.mark.parametrize("editions", [1, 3])
def test_public_pages_cost_the_same_however_many_editions(
    client: Client, editions: int, django_assert_num_queries: Any
) -> None:
    first = open_edition(condition(Kind.ADULT), regions=["06"])
    for _each in range(editions - 1):
        open_edition(condition(Kind.ADULT), regions=["06"], programme=first.programme)
    detail = reverse("programmes:detail", args=[first.programme_id])

    with django_assert_num_queries(3):
        client.get(reverse("programmes:list"))
    with django_assert_num_queries(12):
        client.get(detail)


def test_search_engines_hear_of_programmes_that_the_public_sees(client: Client) -> None:
    shown, hidden = open_edition(condition(Kind.ADULT)), make_edition()

    found = client.get("/sitemap.xml").content.decode()

    assert f"/fr/programmes/{shown.programme_id}/" in found
    assert f"/en/programmes/{shown.programme_id}/" not in found
    assert f"/programmes/{hidden.programme_id}/" not in found
