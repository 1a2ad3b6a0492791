"""4.1-a counts people who were present at a session on the regions, each once a year, and opens the list behind it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.audit import Entry
from core.reference.models import Region
from events.agenda.models import Kind
from events.registration.models import Seat
from indicators import registry
from indicators.fiscal_year import FiscalYear
from people.accounts.models import Role
from people.privacy import actions as privacy
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.indicators import make_session, note

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)
MAY = date(2026, 5, 12)


def counted(year: FiscalYear = YEAR, region: str = "") -> int:
    return computed().value(year, Region.objects.get(pk=region) if region else None)


def computed() -> registry.Computed:
    indicator = registry.find("4.1-a")
    assert isinstance(indicator, registry.Computed)
    return indicator


@pytest.mark.parametrize("state", [state for state in Seat.State.values if state != "present"])
def test_only_those_present_count(state: str) -> None:
    session = make_session(MAY)
    note(session, make_person(), state)
    assert counted() == 0

    note(session, make_person())
    assert counted() == 1


def test_somebody_at_three_sessions_counts_once() -> None:
    person = make_person()
    for month in (5, 6, 9):
        note(make_session(date(2026, month, 3)), person)

    assert counted() == 1
    [line] = computed().lines(YEAR)
    assert (line.on, line.times) == (date(2026, 5, 3), 3)


def test_only_information_sessions_of_measure_4_1_count() -> None:
    note(make_session(MAY, measure=""), make_person())
    note(make_session(MAY, measure="4.5"), make_person())
    note(make_session(MAY, kind=Kind.JOB_FAIR), make_person())

    assert counted() == 0


def test_a_session_belongs_to_the_year_of_its_first_local_day() -> None:
    note(make_session(date(2026, 3, 31)), make_person())
    note(make_session(date(2026, 4, 1)), make_person())
    note(make_session(date(2027, 3, 31)), make_person())
    note(make_session(date(2027, 4, 1)), make_person())

    assert [counted(FiscalYear(year)) for year in (2025, 2026, 2027)] == [1, 2, 1]


def test_regions_are_those_where_sessions_were_held_and_may_add_up_to_more() -> None:
    traveller = make_person()
    note(make_session(MAY, region="06"), traveller)
    note(make_session(MAY, region="13"), traveller)
    note(make_session(MAY, region="13"), make_person())

    assert computed().by_region(YEAR) == {"06": 1, "13": 2}
    assert (counted(), counted(region="06"), counted(region="13"), counted(region="01")) == (2, 1, 2, 0)


def test_two_entries_of_one_person_count_once_after_they_are_joined() -> None:
    keep, gone = make_person("Zoé Lévesque"), make_person("Zoe Levesque")
    note(make_session(MAY), keep)
    note(make_session(date(2026, 6, 2)), gone)
    assert counted() == 2

    privacy.merge(keep=keep, gone=gone, by=None)

    assert counted() == 1
    assert [line.times for line in computed().lines(YEAR)] == [2]


def test_the_list_has_one_line_for_each_one_counted_and_no_name() -> None:
    for number in range(5):
        person = make_person(f"Zoé Lévesque {number}", email=f"zoe{number}@exemple.test")
        note(make_session(MAY, title_fr=f"Vivre en région {number}"), person)

    lines = list(computed().lines(YEAR, at_once=2))

    assert len(lines) == counted() == 5
    assert len({line.code for line in lines}) == 5
    assert "Zoé" not in repr(lines)


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_however_long(client: Client, people: int, django_assert_num_queries: Any) -> None:
    sign_in(client, make_user(Role.ANALYST))
    for _each in range(people):
        note(make_session(MAY), make_person())
    url = reverse("indicators:detail", args=["4.1-a"]) + "?year=2026"
    client.get(url)

    with django_assert_num_queries(13):
        answer = client.get(url)
    assert answer.context["value"] == people


def test_the_list_of_all_shows_figures_and_says_what_is_not_there_yet(client: Client) -> None:
    sign_in(client, make_user(Role.DIRECTOR))
    note(make_session(MAY), make_person())

    answer = client.get(reverse("indicators:list"), {"year": "2026"})

    values = {row.planned.code: row.value for row in answer.context["rows"]}
    assert len(values) == 36
    assert [code for code, value in values.items() if value is not None] == ["2.6-a", "2.6-b", "4.1-a"]
    assert next(iter(values)) == "MAJ"
    assert "À saisir à la main" in answer.text


@pytest.mark.parametrize("code", ["MAJ", "2.7-a", "5.2-b"])
def test_an_indicator_without_a_figure_says_so(client: Client, code: str) -> None:
    sign_in(client, make_user(Role.ANALYST))

    answer = client.get(reverse("indicators:detail", args=[code]))

    assert "Pas encore de chiffre" in answer.text
    assert client.get(reverse("indicators:export", args=[code, "csv"])).status_code == 404


@pytest.mark.parametrize("query", [{"year": "1789"}, {"year": "x"}, {"region": "99"}])
def test_a_made_up_year_or_region_is_the_present_year_and_all(client: Client, query: dict[str, str]) -> None:
    sign_in(client, make_user(Role.ANALYST))

    answer = client.get(reverse("indicators:detail", args=["4.1-a"]), query)

    assert (answer.status_code, answer.context["year"], answer.context["region"]) == (200, FiscalYear.current(), None)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_taking_the_list_away_is_audited_and_gives_codes(client: Client, form: str) -> None:
    user = make_user(Role.ANALYST)
    sign_in(client, user)
    note(make_session(MAY, title_fr="Vivre en région"), make_person("Zoé Lévesque"))

    answer = client.get(reverse("indicators:export", args=["4.1-a", form]), {"year": "2026", "region": "06"})
    body = b"".join(answer.streaming_content)

    assert f"4.1-a%202026-2027%20Montr%C3%A9al.{form}" in answer["Content-Disposition"]
    assert "Zoé".encode() not in body
    if form == "csv":
        assert "Vivre en région" in body.decode()
    entry = Entry.objects.get(action="indicator.list_exported")
    assert (entry.actor, entry.values) == (user.person_id, {"year": "2026-2027", "region": "06", "form": form})
