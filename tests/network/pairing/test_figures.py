"""Figures of pairing: what counts, once, in which year; small numbers; the list behind each; the same to take away."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.audit import Entry
from network.pairing.figures import counting
from network.pairing.figures.counting import FUNNEL, Which
from network.pairing.figures.years import Year
from network.pairing.matches.models import Match
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.programmes.models import Edition
from tests.factories.accounts import make_user, sign_in
from tests.factories.gatherings import make_gathering, make_group_offer, put
from tests.factories.organisations import make_organisation
from tests.factories.pairing import make_offer, make_proposal, make_request, make_settings

pytestmark = pytest.mark.django_db
YEAR = Year(2026)
MAY = date(2026, 5, 12)


def which(year: Year = YEAR, edition: Edition | None = None) -> Which:
    editions = Edition.objects.filter(pk=edition.pk) if edition else Edition.objects.all()
    return Which(editions.order_by().values("pk"), year)


def number(name: str, year: Year = YEAR, edition: Edition | None = None) -> int:
    return counting.number(name, which(year, edition))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)


def completed(request: Request, offer: Offer, on: date = MAY, **facts: Any) -> Match:
    """A match that came to its end on a day, as a row."""
    return Match.objects.create(
        request=request, offer=offer, edition=offer.edition, candidate=request.person, host=offer.host,
        format=offer.format, **{"state": "completed", "completed_on": on, "signed_at": at(on), "began_at": at(on), "insurer": "employer", **facts},
    )  # fmt: skip


def sent(request: Request, day: date = MAY) -> Request:
    Request.objects.filter(pk=request.pk).update(sent_at=at(day), waiting_since=at(day))
    return request


# ------------------------------------------------------------------ what counts


def test_somebody_with_two_matches_completed_counts_once() -> None:
    offer = make_offer()
    request = make_request(edition=offer.edition)
    for _number in range(2):
        completed(request, offer)

    assert number("persons") == 1


@pytest.mark.parametrize(
    ("day", "counts"), [("2026-03-31", 0), ("2026-04-01", 1), ("2027-03-31", 1), ("2027-04-01", 0)]
)
def test_a_match_counts_in_the_fiscal_year_of_its_last_day(day: str, counts: int) -> None:
    offer = make_offer()
    completed(make_request(edition=offer.edition), offer, date.fromisoformat(day))

    assert number("persons") == counts


def test_a_match_that_ended_early_benefits_nobody_in_the_figures() -> None:
    offer = make_offer()
    completed(
        make_request(edition=offer.edition),
        offer,
        state="ended",
        completed_on=None,
        ended_at=at(MAY),
        end_reason="stops",
    )

    assert number("persons") == 0


def test_who_was_at_a_group_session_is_counted_there_and_not_as_matched() -> None:
    offer = make_group_offer()
    gathering = make_gathering(offer, start_date=MAY, state="held", came=1)
    there, missing = (make_request(edition=offer.edition, formats=["group"]) for _number in range(2))
    put(gathering, there, presence="present")
    put(gathering, missing, presence="absent")

    assert (number("at_groups"), number("persons")) == (1, 0)


def test_an_employer_with_an_unfilled_offer_has_offered_and_a_mentor_is_no_employer() -> None:
    offer = make_offer(approved_at=at(MAY))
    make_offer(offer.edition, organisation=offer.organisation, approved_at=at(MAY))
    make_offer(offer.edition, organisation=None, approved_at=at(MAY))
    make_offer(offer.edition, state="submitted")

    assert (number("employers"), number("offers")) == (1, 3)


@pytest.mark.parametrize(("moment", "counts"), [("2026-04-01T03:59:59", 0), ("2026-04-01T04:00:00", 1)])
def test_the_year_begins_at_midnight_in_montreal(moment: str, counts: int) -> None:
    make_offer(approved_at=datetime.fromisoformat(moment).replace(tzinfo=UTC))

    assert number("offers") == counts


def test_hosts_never_used_are_those_who_never_met_anybody_by_any_offer() -> None:
    used, unused = make_offer(approved_at=at(MAY)), make_offer(approved_at=at(MAY))
    make_offer(used.edition, used.host, approved_at=at(MAY))
    completed(make_request(edition=used.edition), used)

    assert [offer.pk for offer in counting.never_used(which())] == [unused.pk]
    assert number("never_used") == 1


def test_the_funnel_narrows_and_who_came_further_has_been_everywhere_before() -> None:
    edition = make_settings().edition
    for stage in ("sent", "proposed", "accepted", "completed"):
        request = sent(make_request(edition=edition))
        offer = make_offer(edition)
        if stage == "proposed":
            make_proposal(request, offer)
        elif stage == "accepted":
            yes = {"host_answer": "yes", "candidate_answer": "yes"}
            answered = {"host_answered_at": at(MAY), "candidate_answered_at": at(MAY), "closed_at": at(MAY)}
            make_proposal(request, offer, state="accepted", **yes, **answered)
        elif stage == "completed":
            completed(request, offer)
    make_request(edition=edition, state="draft")

    found = counting.funnel(which())

    assert found == {
        "sent": 4, "in_round": 3, "proposed": 3, "accepted": 2, "signed": 1, "met": 1, "completed": 1,
    }  # fmt: skip


def test_the_median_wait_is_to_the_first_yes_of_both_and_apart_of_those_who_wait_now() -> None:
    edition = make_settings().edition
    for days in (2, 10, 30):
        request = sent(make_request(edition=edition, state="matched"))
        closed = at(MAY) + timedelta(days=days)
        yes = {
            "host_answer": "yes",
            "candidate_answer": "yes",
            "host_answered_at": closed,
            "candidate_answered_at": closed,
        }
        make_proposal(request, make_offer(edition), state="accepted", closed_at=closed, **yes)
    for waited in (4, 8):
        make_request(edition=edition, waited=waited)

    assert counting.waits(which()) == counting.Waits(10, 6)
    assert counting.waits(which(Year(2010))).to_a_match is None


def test_numbers_are_of_the_editions_asked_for() -> None:
    offer, other = make_offer(approved_at=at(MAY)), make_offer(approved_at=at(MAY))

    assert number("offers", edition=offer.edition) == 1
    assert offer.edition != other.edition


def test_tables_put_a_match_where_the_offer_is_and_a_request_where_the_person_lives() -> None:
    offer = make_offer(approved_at=at(MAY))
    request = sent(make_request(edition=offer.edition))
    file = request.candidacy.case_file
    file.region_id = "06"
    file.save()
    completed(request, offer)

    regions = counting.by("region", which())
    fields = counting.by("field", which())
    [organisation] = [cells for value, cells in counting.by("organisation", which()).items() if value]

    assert (regions["02"]["persons"], regions["02"]["sent"]) == (1, 0)
    assert (regions["06"]["persons"], regions["06"]["sent"]) == (0, 1)
    assert (fields["72"]["persons"], fields["72"]["offers"], fields["72"]["sent"]) == (1, 1, 1)
    assert organisation["persons"] == 1


# ------------------------------------------------------------------ small numbers


def test_fewer_than_five_are_not_told_and_what_gives_one_away_is_not_either() -> None:
    cells: dict[str, int | None] = {"01": 3, "02": 9, "03": 7, "04": 0}

    assert counting.masked(cells) == {"01": None, "02": 9, "03": None, "04": 0}
    assert counting.masked({"01": 3, "02": 4, "03": 7}) == {"01": None, "02": None, "03": 7}
    assert counting.masked({"01": 5, "02": 7}) == {"01": 5, "02": 7}
    # Two together, and none is nought: each would be one.
    assert counting.masked({"01": 1, "02": 1, "03": 6, "04": 9}) == {"01": None, "02": None, "03": None, "04": 9}


@pytest.fixture
def edition() -> Edition:
    """With two completed matches of this year."""
    found = make_settings().edition
    today = timezone.localdate()
    for _number in range(2):
        offer = make_offer(found, approved_at=timezone.now())
        completed(make_request(edition=found), offer, today)
    return found


def page_of(client: Client, page: str = "page", role: str = "analyst", query: str = "", **args: str) -> Any:
    sign_in(client, make_user(role))
    return client.get(reverse(f"pairing_figures:{page}", kwargs=args) + query)


def test_a_coordinator_reads_small_numbers_and_file_numbers(client: Client, edition: Edition) -> None:
    page = page_of(client, role="programme_coordinator")
    behind = client.get(reverse("pairing_figures:behind", args=["persons"]))

    tile = next(tile for tile in page.context["tiles"] if tile["cell"].name == "persons")
    assert tile["cell"].number == 2
    references = {row.request.candidacy.case_file.reference for row in Match.objects.all()}
    assert {line.code for line in behind.context["lines"]} == references


def test_an_analyst_reads_no_small_number_nor_the_list_behind_it(client: Client, edition: Edition) -> None:
    page = page_of(client)
    tile = next(tile for tile in page.context["tiles"] if tile["cell"].name == "persons")
    assert (tile["cell"].number, tile["cell"].text) == (None, "moins de 5")
    # In a table it may be five and more, hidden for the sake of another.
    in_region = page.context["tables"][0]["rows"][0]["row"].cells[0]
    assert (in_region.number, in_region.text) == (None, "non divulgué")

    for query in ("", "?by=region&value=02"):
        behind = client.get(reverse("pairing_figures:behind", args=["persons"]) + query)
        assert (behind.context["is_hidden"], behind.context["lines"]) == (True, [])
    offers = client.get(reverse("pairing_figures:behind", args=["offers"]))
    assert len(offers.context["lines"]) == 2


def test_there_is_no_list_by_what_nobody_counts(client: Client, edition: Edition) -> None:
    page_of(client)
    for query in ("?by=age&value=30", "?by=organisation&value=x"):
        assert client.get(reverse("pairing_figures:behind", args=["persons"]) + query).status_code == 404


def test_an_analyst_reads_codes_once_there_are_five(client: Client, edition: Edition) -> None:
    for _number in range(3):
        offer = make_offer(edition)
        completed(make_request(edition=edition), offer, timezone.localdate())

    behind = page_of(client, "behind", name="persons")

    assert behind.context["number"] == 5
    text = behind.content.decode()
    for match in Match.objects.all():
        assert match.request.candidacy.case_file.reference not in text
        assert match.candidate.name not in text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_taken_away_says_the_same_and_is_audited(client: Client, edition: Edition, form: str) -> None:
    answer = page_of(client, "export", form=form)

    assert answer.status_code == 200
    if form == "csv":
        text = b"".join(answer.streaming_content).decode()
        assert "moins de 5" in text
    assert Entry.objects.filter(action="pairing_figures.exported").count() == 1


def test_somebody_elses_edition_is_not_among_those_of_a_caseworker(client: Client, edition: Edition) -> None:
    sign_in(client, make_user("caseworker", scope=make_organisation().scope))

    page = client.get(reverse("pairing_figures:page") + f"?edition={edition.pk}")

    tile = next(tile for tile in page.context["tiles"] if tile["cell"].name == "offers")
    assert tile["cell"].number == 0


def test_the_page_asks_as_much_of_many_as_of_few(client: Client, edition: Edition) -> None:
    sign_in(client, make_user("programme_coordinator"))

    def asked(name: str, *args: str) -> int:
        url = reverse(f"pairing_figures:{name}", args=args)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    before = asked("page"), asked("behind", "persons")
    for region in ("06", "04"):
        offer = make_offer(edition, region_id=region, occupations=("21231",), approved_at=timezone.now())
        completed(make_request(edition=edition), offer, timezone.localdate())

    assert (asked("page"), asked("behind", "persons")) == before
    assert set(FUNNEL) <= set(counting.FIGURES)
