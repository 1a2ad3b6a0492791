"""What employers read of the pool: the public from tens, partners from fives, nobody a true count."""

import csv
import io
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import generations
from core.reference.models import Origin, Status, UnitGroup
from people.accounts.models import Role
from people.pool import rules
from people.pool.actions import freezing
from people.pool.counts import Ready
from tests.access.world import World
from tests.factories.accounts import sign_in
from tests.factories.pool import MONDAY, make_ready
from tests.people.pool.worlds import Dice

pytestmark = pytest.mark.django_db
PUBLIC, PARTNERS = "/fr/pretes-a-vous-rencontrer/", "/fr/gestion/banque-de-candidatures/nombres/"


@pytest.fixture(autouse=True)
def _smallest_margins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "secrets", Dice)


@pytest.fixture
def pool() -> list[Ready]:
    """37 in the Estrie at two levels, 11 of them nurses; 6 in Montréal."""
    persons = [
        *make_ready(26),
        *make_ready(11, group="31", unit="31301", band="9-12"),
        *make_ready(6, unit="72010", regions="06"),
    ]
    freezing.freeze(week=MONDAY, ready=persons)
    return persons


@pytest.fixture
def partner() -> Client:
    return sign_in(Client(), World().login(Role.EMPLOYER_CONTACT))


def words(response: HttpResponse) -> str:
    """The main text of a page, without tags."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00ad", "").split())


def test_the_public_reads_a_region_in_tens(client: Client, pool: list[Ready]) -> None:
    page = words(client.get(f"{PUBLIC}05/"))

    assert "Semaine du 4 janvier 2027" in page
    assert "(CNP 72) moins de 10 moins de 10 20 ou plus moins de 10 moins de 10 20 ou plus" in page
    assert "CNP 31" not in page
    assert "5 ou plus" not in page


def test_a_partner_reads_a_region_in_fives(partner: Client, pool: list[Ready]) -> None:
    page = words(partner.get(f"{PARTNERS}05/"))

    assert "(CNP 31) moins de 5 moins de 5 moins de 5 5 ou plus moins de 5 5 ou plus" in page
    assert "Tous ces groupes – – 20 ou plus 5 ou plus – 25 ou plus" in page


def test_all_of_quebec_is_read_by_occupation(client: Client, pool: list[Ready]) -> None:
    page = words(client.get(PUBLIC))

    assert "(CNP 72) 20 ou plus Soudeur, soudeuse (CNP 72106) 20 ou plus" in page
    assert "72010" not in page


def test_an_occupation_has_its_official_title_once_it_is_known(client: Client, pool: list[Ready]) -> None:
    UnitGroup.objects.create(
        code="72106", name_fr="Soudeurs", major_group_id="72", status=Status.VERIFIED, origin=Origin.OFFICIAL
    )

    assert "Soudeurs (CNP 72106) 20 ou plus" in words(client.get(PUBLIC))


def test_the_map_leads_to_each_region_and_says_no_number_where_none_is_shown(client: Client, pool: list[Ready]) -> None:
    html = client.get(PUBLIC).content.decode()

    assert len(re.findall(rf'href="{PUBLIC}\d\d/"', html)) == 17
    assert re.findall(r'data-count="(\d+)"', html) == ["20"]
    assert "20 personnes ou plus" in html


def test_regions_are_never_added_up(client: Client) -> None:
    freezing.freeze(week=MONDAY, ready=make_ready(28, regions="05 06"))

    page = words(client.get(PUBLIC))

    assert "40" not in page
    assert "les nombres des régions ne s’additionnent pas" in page


def test_the_page_says_in_plain_words_why_numbers_are_rounded(client: Client, pool: list[Ready]) -> None:
    page = words(client.get(PUBLIC))

    assert "« 10 ou plus » est toujours vrai" in page.replace("\u00a0", " ")
    assert "qu’au moins 5 personnes y sont arrivées" in page


def test_no_query_narrows_the_counts(client: Client, pool: list[Ready]) -> None:
    plain, asked = (words(client.get(f"{PUBLIC}05/{query}")) for query in ("", "?band=7-8&major_group=72&region=06"))

    assert plain == asked


@pytest.mark.parametrize("region", ["18", "5", "Estrie"])
def test_a_region_that_is_none_of_the_17_is_not_found(client: Client, pool: list[Ready], region: str) -> None:
    assert client.get(f"{PUBLIC}{region}/").status_code == 404


def test_a_region_with_small_numbers_alone_says_where_else_to_look(client: Client, pool: list[Ready]) -> None:
    assert "Moins de 10 personnes dans chaque groupe" in words(client.get(f"{PUBLIC}06/"))


def test_before_the_first_week_the_page_says_when_to_come_back(client: Client) -> None:
    assert "Les premiers nombres s’en viennent" in words(client.get(PUBLIC))
    assert "Les premiers nombres s’en viennent" in words(client.get(f"{PUBLIC}05/"))
    assert client.get(f"{PUBLIC}tableau.csv").status_code == 404


def test_a_week_in_which_everything_is_small_is_said_so(client: Client) -> None:
    freezing.freeze(week=MONDAY, ready=make_ready(8))

    assert "Moins de 10 personnes dans chaque profession" in words(client.get(PUBLIC))


def test_the_public_page_is_kept_until_the_next_week_is_frozen(client: Client, pool: list[Ready]) -> None:
    before = client.get(f"{PUBLIC}05/")
    freezing.freeze(week=MONDAY.replace(day=11), ready=pool + make_ready(20))

    after = client.get(f"{PUBLIC}05/")

    assert before["Cache-Control"].startswith("public")
    assert "40 ou plus" in words(after)


def test_the_english_page_says_the_same(client: Client, pool: list[Ready]) -> None:
    page = words(client.get("/en/ready-to-meet-you/05/"))

    assert "Who is ready to meet you – Estrie" in page
    assert "(NOC 72) fewer than 10 fewer than 10 20 or more fewer than 10 fewer than 10 20 or more" in page


def test_many_occupations_go_over_several_pages(client: Client) -> None:
    freezing.freeze(
        week=MONDAY,
        ready=[person for unit in range(45) for person in make_ready(14, unit=f"72{unit:03}", regions="05")],
    )

    one, two = words(client.get(PUBLIC)), words(client.get(f"{PUBLIC}?page=2"))

    assert "CNP 72039" in one
    assert "CNP 72040" not in one
    assert "CNP 72040" in two


@pytest.mark.parametrize(("page", "queries"), [(PUBLIC, 6), (f"{PUBLIC}05/", 5)])
def test_a_page_costs_the_same_with_one_group_and_with_three(
    client: Client, page: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    three = [person for group in ("72", "31", "21") for person in make_ready(20, group=group, unit=f"{group}100")]

    for week, persons in ((4, make_ready(20)), (11, three)):
        freezing.freeze(week=MONDAY.replace(day=week), ready=persons)
        generations.current([])  # read before the page is
        with django_assert_num_queries(queries):
            client.get(page)


# ------------------------------------------------------------------ who, and the file


def lines(client: Client, url: str) -> list[list[str]]:
    text = b"".join(client.get(url).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_publics_file_holds_what_its_pages_show_and_no_more(client: Client, pool: list[Ready]) -> None:
    heads, *rows = lines(client, f"{PUBLIC}tableau.csv")

    assert heads[0] == "Semaine"
    assert heads[-1] == "Personnes, au moins"
    group = "Métiers, transport, machinerie et domaines apparentés (CNP 72)"
    assert rows == [
        ["2027-01-04", "Profession, tout le Québec", "72", group, "", "", "", "72106", "Soudeur, soudeuse", "20"],
        [
            "2027-01-04",
            "Grand groupe selon la région souhaitée",
            "72",
            group,
            "05",
            "Estrie",
            "Niveaux 7 et 8",
            "",
            "",
            "20",
        ],
    ]


def test_the_partners_file_holds_fives(partner: Client, pool: list[Ready]) -> None:
    _heads, *rows = lines(partner, f"{PARTNERS}tableau.csv")

    assert sorted(int(row[-1]) for row in rows) == [5, 5, 20, 20]
    assert {row[2] for row in rows} == {"31", "72"}


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_partners_see_fives_and_others_do_not_know_the_page(role: str, pool: list[Ready]) -> None:
    client = sign_in(Client(), World().login(role))

    answers = {client.get(f"{PARTNERS}{rest}").status_code for rest in ("", "05/", "tableau.csv")}

    assert answers == ({200} if role in rules.PARTNERS else {404})


def test_partners_sign_in_first(client: Client, pool: list[Ready]) -> None:
    assert client.get(PARTNERS).status_code == 302


def test_the_page_of_partners_is_kept_by_no_cache(partner: Client, pool: list[Ready]) -> None:
    assert partner.get(PARTNERS)["Cache-Control"] == "no-store"
