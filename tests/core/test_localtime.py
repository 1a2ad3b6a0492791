"""Local time is the truth; the hour that spring skips and the one that autumn repeats are no times at all."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.localtime import AmbiguousTime, NoSuchTime, Zone, instant

#: Local days on which the clocks of Montréal and the Îles change in 2027.
SPRING, AUTUMN = datetime(2027, 3, 14), datetime(2027, 11, 7)
CHANGING = [Zone.MONTREAL, Zone.ILES]


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        (Zone.MONTREAL, datetime(2027, 1, 15, 10), datetime(2027, 1, 15, 15, tzinfo=UTC)),
        (Zone.MONTREAL, datetime(2027, 7, 15, 10), datetime(2027, 7, 15, 14, tzinfo=UTC)),
        (Zone.ILES, datetime(2027, 1, 15, 10), datetime(2027, 1, 15, 14, tzinfo=UTC)),
        (Zone.ILES, datetime(2027, 7, 15, 10), datetime(2027, 7, 15, 13, tzinfo=UTC)),
        (Zone.BASSE_COTE_NORD, datetime(2027, 1, 15, 10), datetime(2027, 1, 15, 14, tzinfo=UTC)),
        (Zone.BASSE_COTE_NORD, datetime(2027, 7, 15, 10), datetime(2027, 7, 15, 14, tzinfo=UTC)),
    ],
)
def test_each_legal_time_has_its_hour_in_winter_and_in_summer(zone: Zone, local: datetime, utc: datetime) -> None:
    assert instant(local, zone) == utc


@pytest.mark.parametrize("zone", CHANGING)
@pytest.mark.parametrize("minutes", [120, 150, 179])
def test_the_hour_that_spring_skips_is_refused(zone: Zone, minutes: int) -> None:
    with pytest.raises(NoSuchTime, match="On avance l’heure"):
        instant(SPRING + timedelta(minutes=minutes), zone)


@pytest.mark.parametrize("zone", CHANGING)
@pytest.mark.parametrize("minutes", [60, 90, 119])
def test_the_hour_that_autumn_repeats_is_refused(zone: Zone, minutes: int) -> None:
    with pytest.raises(AmbiguousTime, match="On recule l’heure"):
        instant(AUTUMN + timedelta(minutes=minutes), zone)


@pytest.mark.parametrize("zone", CHANGING)
@pytest.mark.parametrize(
    "local",
    [
        SPRING + timedelta(minutes=119),
        SPRING + timedelta(hours=3),
        AUTUMN + timedelta(minutes=59),
        AUTUMN + timedelta(hours=2),
    ],
)
def test_the_minutes_beside_a_change_are_times(zone: Zone, local: datetime) -> None:
    assert instant(local, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_basse_cote_nord_never_changes_its_clocks(day: datetime) -> None:
    for minutes in range(0, 24 * 60, 10):
        local = day + timedelta(minutes=minutes)

        assert instant(local, Zone.BASSE_COTE_NORD) == local.replace(tzinfo=UTC) + timedelta(hours=4)


@given(
    utc=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(Zone.values),
)
def test_an_instant_told_as_local_time_comes_back_unless_the_clocks_change(utc: datetime, zone: str) -> None:
    local = utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    try:
        assert instant(local, zone) == utc
    except AmbiguousTime:
        # The hour either side must truly read the same.
        readings = {
            (utc + shift).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            for shift in (timedelta(hours=-1), timedelta(hours=1))
        }
        assert local in readings
