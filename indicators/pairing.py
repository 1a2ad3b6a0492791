"""2.6-a: people who benefited of a pairing; 2.6-b: employers who offered one. Counted as the figures of pairing count them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.reference.models import Region
from indicators.fiscal_year import FiscalYear
from indicators.registry import Computed, Line, indicator
from indicators.sessions import code_of
from network.pairing.figures import counting
from network.pairing.figures.counting import Which
from network.pairing.figures.years import Year
from network.pairing.kinds import Format
from network.pairing.matches.models import Match
from network.pairing.matches.models import State as MatchState
from network.pairing.offers.models import Offer
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.programmes.models import Edition


def _which(year: FiscalYear, region: Region | None) -> Which:
    """Of all editions."""
    which = Which(Edition.objects.order_by().values("pk"), Year(year.begins))
    return which.of("region", region.pk) if region else which


def _span(first: date | None, last: date | None) -> list[FiscalYear]:
    """Years from the one to the other, latest first; the present one always."""
    now = FiscalYear.current()
    if first is None or last is None:
        return [now]
    latest = max(now, FiscalYear.of(last))
    return [FiscalYear(begins) for begins in range(latest.begins, FiscalYear.of(first).begins - 1, -1)]


@indicator
class PeoplePaired(Computed):
    """Distinct candidates with a match completed in the year. Group sessions count by presence alone, and not here."""

    code = "2.6-a"
    counted = _(
        "People with at least one match completed in the year (mentoring, placement or conversation), each once. Being at "
        "a group session is not a match. A match counts in the region of the offer."
    )
    heads = (_("Person"), _("First match completed"), _("Format"), _("Region of the offer"), _("Matches in the year"))

    def value(self, year: FiscalYear, region: Region | None = None) -> int:
        return counting.number("persons", _which(year, region))

    def by_region(self, year: FiscalYear) -> dict[str, int]:
        rows = counting.matches(_which(year, None)).exclude(of_region=None).order_by().values_list("of_region")
        return dict(rows.annotate(people=Count("candidate", distinct=True)))

    def rows(self, year: FiscalYear, region: Region | None = None) -> QuerySet[Any]:
        matches = counting.matches(_which(year, region))
        own = matches.filter(candidate=OuterRef("pk")).order_by("completed_on", "pk")
        times = own.order_by().values("candidate").annotate(n=Count("pk")).values("n")
        return (
            Person.objects.filter(pk__in=matches.order_by().values("candidate"))
            .annotate(
                times=Subquery(times),
                first_on=Subquery(own.values("completed_on")[:1]),
                first_format=Subquery(own.values("format")[:1]),
                first_region=Subquery(own.values("offer__region")[:1]),
            )
            .order_by("first_on", "pk")
        )

    def read(self, rows: Sequence[Any]) -> list[Line]:
        regions = Region.objects.in_bulk([row.first_region for row in rows if row.first_region])
        return [
            Line(
                code=code_of(row.pk),
                on=row.first_on,
                what=Format(row.first_format).label,
                region=regions[row.first_region].name if row.first_region else "–",
                times=row.times,
            )
            for row in rows
        ]

    def years(self) -> list[FiscalYear]:
        done = Match.objects.filter(state=MatchState.COMPLETED)
        span = done.aggregate(first=Min("completed_on"), last=Max("completed_on"))
        return _span(span["first"], span["last"])


@indicator
class EnterprisesThatOfferedPairing(Computed):
    """Distinct organisations with an offer approved the first time in the year, also where nobody took it up."""

    code = "2.6-b"
    counted = _(
        "Employers with at least one offer approved in the year, even if nobody took it up, each once. Mentors who offer "
        "in their own name are no employers. An offer counts in its own region."
    )
    heads = (_("Employer"), _("First offer approved"), _("Name"), _("Region of the offer"), _("Offers in the year"))

    def value(self, year: FiscalYear, region: Region | None = None) -> int:
        return counting.number("employers", _which(year, region))

    def by_region(self, year: FiscalYear) -> dict[str, int]:
        offers = counting.rows_of("employers", _which(year, None)).exclude(of_region=None).order_by()
        return dict(offers.values_list("of_region").annotate(employers=Count("organisation", distinct=True)))

    def rows(self, year: FiscalYear, region: Region | None = None) -> QuerySet[Any]:
        offers = counting.rows_of("employers", _which(year, region))
        own = offers.filter(organisation=OuterRef("pk")).order_by("approved_at", "pk")
        times = own.order_by().values("organisation").annotate(n=Count("pk")).values("n")
        return (
            Organisation.objects.filter(pk__in=offers.order_by().values("organisation"))
            .annotate(
                times=Subquery(times),
                first_at=Subquery(own.values("approved_at")[:1]),
                first_region=Subquery(own.values("region")[:1]),
            )
            .order_by(F("first_at"), "pk")
        )

    def read(self, rows: Sequence[Any]) -> list[Line]:
        regions = Region.objects.in_bulk([row.first_region for row in rows if row.first_region])
        return [
            Line(
                code=f"#{row.pk}",
                on=timezone.localdate(row.first_at),
                what=row.name,
                region=regions[row.first_region].name if row.first_region else "–",
                times=row.times,
            )
            for row in rows
        ]

    def years(self) -> list[FiscalYear]:
        span = Offer.objects.aggregate(first=Min("approved_at"), last=Max("approved_at"))
        days = [timezone.localdate(moment) if moment else None for moment in (span["first"], span["last"])]
        return _span(days[0], days[1])
