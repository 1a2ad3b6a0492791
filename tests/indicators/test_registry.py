"""The registry is the plan: 35 indicators and the major one, each with where its number comes from."""

from collections import Counter
from datetime import date

import pytest

from core.reference.models import Indicator as Planned
from indicators import registry
from indicators.fiscal_year import FiscalYear
from indicators.registry import Source


@pytest.mark.django_db
def test_the_registry_holds_every_indicator_of_the_plan_and_no_other() -> None:
    assert sorted(each.code for each in registry.every()) == sorted(Planned.objects.values_list("code", flat=True))
    assert Planned.objects.count() == 36


def test_the_numbers_come_from_where_the_field_says() -> None:
    sources = Counter(each.source for each in registry.every())

    # DOMAIN, section 2: 8 wholly, 8 partly, 19 and the major one by hand.
    assert sources == {Source.COMPUTED: 8, Source.PARTLY: 8, Source.ENTERED: 20}


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), "2025-2026"),
        (date(2026, 4, 1), "2026-2027"),
        (date(2026, 12, 31), "2026-2027"),
        (date(2027, 1, 1), "2026-2027"),
    ],
)
def test_a_fiscal_year_runs_from_april_to_march(day: date, year: str) -> None:
    assert str(FiscalYear.of(day)) == year
    assert day in FiscalYear.of(day)
    assert day not in FiscalYear(FiscalYear.of(day).begins + 1)
