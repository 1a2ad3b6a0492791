"""2.6-a and 2.6-b count what the figures of pairing count, and open the list behind."""

import re
from datetime import UTC, date, datetime

import pytest

from core.reference.models import Region
from indicators import registry
from indicators.fiscal_year import FiscalYear
from network.pairing.matches.models import Match
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from tests.factories.pairing import make_offer, make_request

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2026)
MAY, JUNE = datetime(2026, 5, 12, 16, tzinfo=UTC), datetime(2026, 6, 2, 16, tzinfo=UTC)


def computed(code: str) -> registry.Computed:
    found = registry.find(code)
    assert isinstance(found, registry.Computed)
    return found


def completed(request: Request, offer: Offer, at: datetime = MAY) -> Match:
    return Match.objects.create(
        request=request, offer=offer, edition=offer.edition, candidate=request.person, host=offer.host,
        format=offer.format, state="completed", completed_on=at.date(), signed_at=at, insurer="employer",
    )  # fmt: skip


def test_2_6_a_counts_each_person_once_a_year_and_says_how_often() -> None:
    offer, elsewhere = make_offer(), make_offer(region_id="06")
    request = make_request(edition=offer.edition)
    completed(request, elsewhere, JUNE)
    completed(request, elsewhere, JUNE)
    completed(request, offer)
    completed(make_request(edition=offer.edition), offer, datetime(2025, 5, 1, 16, tzinfo=UTC))
    paired = computed("2.6-a")

    assert paired.value(YEAR) == 1
    assert paired.by_region(YEAR) == {"02": 1, "06": 1}
    [line] = paired.lines(YEAR)
    assert (line.on, line.times, line.what) == (date(2026, 5, 12), 3, offer.get_format_display())
    # A code to ask about a line by, and nothing to look anybody up by.
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", line.code)
    assert paired.value(YEAR, Region.objects.get(pk="06")) == 1
    assert {str(year) for year in paired.years()} >= {"2025-2026", "2026-2027"}


def test_2_6_b_counts_employers_whose_offer_was_approved_even_if_unfilled() -> None:
    offer = make_offer(approved_at=JUNE)
    make_offer(offer.edition, organisation=offer.organisation, approved_at=MAY, region_id="06")
    make_offer(offer.edition, organisation=None, approved_at=MAY)
    make_offer(offer.edition, approved_at=datetime(2025, 5, 1, 16, tzinfo=UTC))
    offered = computed("2.6-b")

    assert offered.value(YEAR) == 1
    assert offered.by_region(YEAR) == {"02": 1, "06": 1}
    [line] = offered.lines(YEAR)
    assert offer.organisation is not None
    assert (line.on, line.what, line.times) == (date(2026, 5, 12), offer.organisation.name, 2)


@pytest.mark.parametrize("code", ["2.6-a", "2.6-b"])
def test_a_list_of_many_asks_as_much_as_one_of_one(code: str, django_assert_num_queries: object) -> None:
    offer = make_offer(approved_at=MAY)
    for _number in range(3):
        completed(make_request(edition=offer.edition), offer)
        make_offer(offer.edition, approved_at=MAY)
    rows = list(computed(code).rows(YEAR))

    assert len(rows) >= 3
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        computed(code).read(rows)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        computed(code).read(rows[:1])
