"""Local date and time plus an IANA zone: the truth about what is to come. The UTC instant is derived."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Zone(models.TextChoices):
    """The three legal times of Québec. Source: Loi sur le temps légal (RLRQ, T-5.1), articles 1 and 2."""

    MONTREAL = "America/Toronto", _("Eastern time (Montréal)")
    ILES = "America/Halifax", _("Atlantic time (Îles-de-la-Madeleine, Listuguj)")
    BASSE_COTE_NORD = "America/Blanc-Sablon", _("Atlantic standard time all year (Basse-Côte-Nord)")


class NoSuchTime(ValueError):
    """The clocks skip this hour in spring: it does not exist."""

    message: str | Promise = _("The clocks go forward that night: this hour does not exist. Choose another hour.")


class AmbiguousTime(ValueError):
    """The clocks repeat this hour in autumn: it exists twice."""

    message: str | Promise = _("The clocks go back that night: this hour comes twice. Choose another hour.")


def instant(local: datetime, zone: str) -> datetime:
    """UTC instant of a naive local time.

    Raises NoSuchTime in the hour that spring skips, AmbiguousTime in the hour that autumn repeats.
    """
    info = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=info, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    # Out of a gap the two readings lie an hour either side; in a repeated hour both read back as asked.
    if first.astimezone(info).replace(tzinfo=None) == local:
        raise AmbiguousTime(AmbiguousTime.message)
    raise NoSuchTime(NoSuchTime.message)
