"""What a postal code suggests, when holidays fall, what an occupation code says."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from core.reference import lookups
from core.reference.calendar import day_of, easter
from core.reference.models import AwarenessDate, FrenchLevel, MajorGroup, OrganisationSize, Status, TimeZone, UnitGroup


@pytest.mark.parametrize(
    "sunday",
    [
        date(1981, 4, 19),
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ],
)
def test_easter_is_where_the_church_puts_it(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("06-24", date(2027, 6, 24)),
        ("easter-2", date(2027, 3, 26)),
        ("easter+1", date(2027, 3, 29)),
        ("monday before 05-25", date(2027, 5, 24)),
        ("monday 1 of 09", date(2027, 9, 6)),
        ("monday 2 of 10", date(2027, 10, 11)),
    ],
)
def test_a_rule_gives_its_day(rule: str, day: date) -> None:
    assert day_of(rule, 2027) == day


def test_a_monday_that_is_the_25th_of_may_is_not_before_it() -> None:
    assert day_of("monday before 05-25", 2026) == date(2026, 5, 18)


def test_a_rule_of_another_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such rule"):
        day_of("when it snows", 2027)


@pytest.mark.django_db
def test_holidays_of_a_year_stand_in_order() -> None:
    days = [(day, holiday.pk) for day, holiday in lookups.holidays(2027)]

    assert days == sorted(days)
    assert (date(2027, 3, 26), "good_friday") in days
    assert len(days) == 9


@pytest.mark.django_db
def test_a_date_that_editors_set_is_never_computed() -> None:
    assert AwarenessDate.objects.get(pk="sqri").in_year(2027) is None
    assert AwarenessDate.objects.get(pk="mhn").in_year(2028) == (date(2028, 2, 1), date(2028, 2, 29))
    assert AwarenessDate.objects.get(pk="refugies").in_year(2027) == (date(2027, 6, 20), date(2027, 6, 20))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "regions"),
    [("h2x 1y4", ["06", "13"]), ("H2X1Y4", ["06", "13"]), ("K1A 0B1", []), ("G9N", []), ("", [])],
)
def test_a_postal_code_suggests_regions(typed: str, regions: list[str]) -> None:
    assert [region.pk for region in lookups.suggest_regions(typed)] == regions


def test_a_postal_code_is_kept_in_one_form_and_a_foreign_one_as_typed() -> None:
    assert lookups.normalise_postal_code(" g9n-1a1 ") == "G9N 1A1"
    assert lookups.normalise_postal_code(" 75001 Paris") == "75001 Paris"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("employees", "size"), [(0, None), (1, "micro"), (49, "small_a"), (499, "medium"), (9000, "large")]
)
def test_a_size_holds_its_number_of_employees(employees: int, size: str | None) -> None:
    found = lookups.size_of(employees)

    assert (found.pk if found else None) == size


@pytest.mark.django_db
def test_an_sme_has_fewer_than_500_employees() -> None:
    assert {size.pk for size in OrganisationSize.objects.all() if not size.is_sme} == {"large"}


@pytest.mark.django_db
def test_a_unit_group_is_any_five_digits_of_a_known_major_group() -> None:
    nurse = lookups.occupation(" 31301 ")

    assert nurse.major_group.pk == "31"
    assert nurse.major_group.teer_id == "1"
    assert not nurse.is_verified


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["3130", "313011", "3130a", "61000", "99000", "", "٣١٣٠١"])
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(lookups.NoSuchOccupation):
        lookups.occupation(code)


@pytest.mark.django_db
def test_once_official_titles_are_there_a_code_they_do_not_hold_is_refused() -> None:
    UnitGroup.objects.create(code="31301", name_fr="Infirmiers autorisés", major_group_id="31", status=Status.VERIFIED)

    assert str(lookups.occupation("31301").official_title) == "Infirmiers autorisés"
    with pytest.raises(lookups.NoSuchOccupation):
        lookups.occupation("31999")


@pytest.mark.django_db
def test_a_title_nobody_checked_is_not_shown_as_official() -> None:
    unchecked, checked = MajorGroup.objects.get(pk="31"), MajorGroup.objects.get(pk="22")

    assert str(unchecked.name) == "Secteur de la santé (CNP 31)"
    assert str(checked.name) == "Personnel technique assimilé aux sciences naturelles et appliquées"
    with override("en"):
        assert str(unchecked.name) == "Health occupations (NOC 31)"
        assert str(checked.name) == "Natural and applied sciences and related occupations (NOC 22)"


@pytest.mark.django_db
def test_legal_times_are_those_of_the_time_zone_data() -> None:
    for zone in TimeZone.objects.all():
        for month, said in ((1, zone.winter_utc), (7, zone.summer_utc)):
            offset = datetime(2027, month, 1, tzinfo=ZoneInfo(zone.iana)).strftime("%z")
            assert f"{offset[:3]}:{offset[3:]}" == said


@pytest.mark.django_db
def test_levels_of_french_are_twelve_in_three_stages() -> None:
    stages = [level.stage_id for level in FrenchLevel.objects.order_by("rank")]

    assert stages == ["beginner"] * 4 + ["intermediate"] * 4 + ["advanced"] * 4
