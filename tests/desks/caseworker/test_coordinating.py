"""The morning of whoever coordinates: what waits in their editions, each with its number and the page where it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.reference.models import Region
from network.pairing.conversations.models import Report
from network.pairing.editions.models import Reviewer
from network.pairing.matches.models import Match
from network.pairing.proposals.models import ReviewRequest
from network.pairing.rounds.models import Round
from people.accounts.models import Role, Scope, User
from people.participants.models import Candidacy
from people.programmes.models import Edition
from tests.factories.accounts import make_region, make_user, sign_in
from tests.factories.conversations import make_report
from tests.factories.gatherings import make_gathering
from tests.factories.house import House
from tests.factories.matches import make_match, make_signed
from tests.factories.meetings import plan
from tests.factories.pairing import make_offer, make_proposal
from tests.factories.participants import make_candidacy, make_file
from tests.factories.proposals import a_review
from tests.factories.rounds import computed, make_coordinator, make_market

pytestmark = pytest.mark.django_db
URL = "/fr/gestion/matin/"


def waits(client: Client) -> dict[str, str]:
    """Address -> what waits there, in words."""
    return {notice.url: str(notice.words) for notice in client.get(URL).context["notices"]}


def an_offer() -> None:
    make_offer(state="submitted")


def a_reported_message() -> None:
    make_report()


def a_review_asked_for() -> None:
    asked = a_review(make_user("participant").person, None)  # type: ignore[arg-type]  # nothing is sung
    ReviewRequest.objects.filter(pk=asked.pk).update(answered_at=None, answered_by=None, outcome="", answer="")


def a_proposal_about_to_lapse() -> None:
    make_proposal(answer_by=timezone.localdate() + timedelta(days=1))


def quiet(days: int) -> None:
    match = make_signed()
    Match.objects.filter(pk=match.pk).update(signed_at=timezone.now() - timedelta(days=days))


def a_match_past_its_last_day() -> None:
    match = make_match()
    Match.objects.filter(pk=match.pk).update(
        starts_on=timezone.localdate() - timedelta(days=90), ends_on=timezone.localdate() - timedelta(days=1)
    )


def a_session_to_note() -> None:
    make_gathering(days=-2)


def a_request_without_an_organisation() -> None:
    candidacy = make_candidacy()
    before = timezone.now() - timedelta(days=3)
    Candidacy.objects.filter(pk=candidacy.pk).update(organisation=None, asked_at=before)


#: Makes one of them -> where it is done, and what is said of one and of two.
KINDS: list[tuple[Callable[[], object], str, str, str]] = [
    (a_reported_message, reverse("conversations:reports"), "1 message signalé à lire", "2 messages signalés à lire"),
    (
        a_review_asked_for,
        reverse("proposals:reviews"),
        "1 demande de révision à traiter",
        "2 demandes de révision à traiter",
    ),
    (an_offer, reverse("offers:approvals"), "1 offre à approuver", "2 offres à approuver"),
    (
        a_request_without_an_organisation,
        reverse("participants:staff_shares"),
        "1 demande de participation n’a pas trouvé d’organisme.",
        "2 demandes de participation n’ont pas trouvé d’organisme.",
    ),
    (
        a_proposal_about_to_lapse,
        reverse("proposals:list") + "?soon=on",
        "1 proposition bientôt échue",
        "2 propositions bientôt échues",
    ),
    (
        lambda: quiet(45),
        reverse("matches:list") + "?needs=to_close",
        "1 jumelage sans rencontre depuis 45 jours\u00a0: à clore ou à mettre en pause",
        "2 jumelages sans rencontre depuis 45 jours\u00a0: à clore ou à mettre en pause",
    ),
    (
        lambda: quiet(21),
        reverse("matches:list") + "?needs=quiet",
        "1 jumelage sans rencontre depuis 21 jours",
        "2 jumelages sans rencontre depuis 21 jours",
    ),
    (
        a_match_past_its_last_day,
        reverse("matches:list") + "?needs=late",
        "1 jumelage a dépassé son dernier jour",
        "2 jumelages ont dépassé leur dernier jour",
    ),
    (
        a_session_to_note,
        reverse("gatherings:list") + "?show=to_note",
        "1 séance de groupe dont les présences ne sont pas notées",
        "2 séances de groupe dont les présences ne sont pas notées",
    ),
]
IDS = [url.partition("/gestion/")[2] for _make, url, _one, _two in KINDS]


@pytest.mark.parametrize(("make", "url", "one", "two"), KINDS, ids=IDS)
def test_what_waits_stands_with_its_number_and_leads_to_where_it_is_done(
    client: Client, make: Callable[[], object], url: str, one: str, two: str
) -> None:
    sign_in(client, make_coordinator())
    assert waits(client) == {}

    make()
    assert waits(client) == {url: one}
    make()
    assert waits(client) == {url: two}
    assert f'href="{url}"' in client.get(URL).text
    page = client.get(url)
    if "page_obj" in page.context:
        assert page.context["page_obj"].paginator.count == 2, "the page shows as many as were said"

    # Whoever keeps another region's editions hears of none of it.
    for each in Edition.objects.all():
        each.regions.set([Region.objects.get(pk="02")])
    elsewhere = sign_in(
        Client(), make_user(Role.PROGRAMME_COORDINATOR, scope=Scope.objects.of_region(make_region("05")))
    )
    assert waits(elsewhere) == {}


def test_a_round_to_review_stands_there_until_somebody_decides(client: Client) -> None:
    made = computed(make_market([30, 10], [1])[0])
    sign_in(client, make_coordinator())
    board = reverse("rounds:board", args=[made.pk])
    assert board in waits(client)

    Round.objects.filter(pk=made.pk).update(state="discarded", closed_at=made.ended_at)

    assert board not in waits(client)


def test_what_presses_most_stands_first_with_its_day(client: Client) -> None:
    for make in (a_session_to_note, an_offer, a_reported_message, a_review_asked_for):
        make()
    ReviewRequest.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    Report.objects.update(made_at=timezone.now() - timedelta(days=4))
    sign_in(client, make_coordinator())

    assert list(waits(client)) == [
        reverse("conversations:reports"),
        reverse("proposals:reviews"),
        reverse("offers:approvals"),
        reverse("gatherings:list") + "?show=to_note",
    ]
    page = client.get(URL).text
    assert "depuis 4 jours" in page
    assert "en retard" in page


def test_a_meeting_that_is_planned_ends_the_quiet(client: Client) -> None:
    quiet(30)
    sign_in(client, make_coordinator())
    assert len(waits(client)) == 1

    plan(Match.objects.get())

    assert waits(client) == {}


def test_a_quiet_match_stands_at_the_step_it_has_come_to_alone(client: Client) -> None:
    for days in (20, 21, 44, 45, 90):
        quiet(days)
    sign_in(client, make_coordinator())

    assert [words.partition(" ")[0] for words in waits(client).values()] == ["2", "2"]
    for need, number in (("quiet", 2), ("to_close", 2), ("", 5)):
        page = client.get(reverse("matches:list"), {"needs": need} if need else {})
        assert page.context["page_obj"].paginator.count == number


def test_nothing_waits_for_who_coordinates_and_the_page_says_so(client: Client) -> None:
    sign_in(client, make_coordinator())

    page = client.get(URL)

    assert "Rien ne vous attend" in page.text
    assert reverse("participants:staff_enter") not in page.text, "that is a caseworker's"
    assert "Nothing waits for you" in client.get("/en/manage/morning/").text


@pytest.mark.parametrize("role", [Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR])
def test_whoever_coordinates_lands_on_their_morning_and_finds_it_first(client: Client, role: str) -> None:
    sign_in(client, make_user(role))

    assert client.get(reverse(settings.LOGIN_REDIRECT_URL))["Location"] == URL
    menu = client.get(reverse("matches:list")).text.partition('<nav class="side"')[2]
    assert menu.partition('href="')[2].startswith(f'{URL}"')


def test_who_both_coordinates_and_follows_people_has_both_on_one_page(house: House) -> None:
    make_file(organisation=house.organisation)
    an_offer()
    assert waits(house.client) == {}
    make_user(Role.PROGRAMME_COORDINATOR)
    both = make_user(Role.PROGRAMME_COORDINATOR)
    both.grants.create(role=Role.CASEWORKER, scope=house.organisation.scope)
    browser = sign_in(Client(), User.objects.get(pk=both.pk))

    page = browser.get(URL)

    assert reverse("offers:approvals") in page.text
    assert [line.source.code for line in page.context["page_obj"]] == ["to_take"]
    assert "Les personnes que j’accompagne" in page.text


@pytest.mark.parametrize("is_named", [True, False])
def test_an_officer_of_a_region_has_a_morning_once_an_edition_names_them(client: Client, is_named: bool) -> None:
    an_offer()
    a_reported_message()
    user = make_user(Role.REGIONAL_OFFICER, scope=Scope.objects.of_region(make_region("02")))
    if is_named:
        for each in Report.objects.all():
            named = each.message.conversation.match.edition.pairing
            Reviewer.objects.create(settings=named, person=user.person)
    sign_in(client, user)

    assert list(waits(client)) == ([reverse("conversations:reports")] if is_named else [])
    assert (f'href="{URL}"' in client.get(reverse("matches:list")).text) is is_named


@pytest.mark.parametrize("role", ["participant", "mentor", "employer_contact", "organiser", "analyst"])
def test_nobody_else_opens_it(client: Client, role: str) -> None:
    sign_in(client, make_user(role))

    assert client.get(URL).status_code == 404


def test_the_page_costs_the_same_with_one_of_each_and_with_three(client: Client) -> None:
    sign_in(client, make_coordinator())

    def queries() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    for make, *_more in KINDS:
        make()
    one = queries()
    for _number in range(2):
        for make, *_more in KINDS:
            make()

    assert queries() == one
    # Session, login, grants, second factor and the menu, and what waits: one query each, two for requests without an organisation.
    assert one <= 4 + 2 + len(KINDS) + 2
