"""4.1-a: people at an information session on life and work in the regions."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.reference.models import Region
from events.agenda.models import Event, Kind
from events.registration.models import Seat
from indicators.fiscal_year import FiscalYear
from indicators.registry import Computed, Line, indicator
from people.accounts.models import Person

#: What is read aloud over the telephone when an auditor asks about a line: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(person: int) -> str:
    """Eight characters that stand for a person in a list: the same in every year, and nothing to look anybody up by."""
    digest = salted_hmac("indicators.person", str(person), algorithm="sha256").digest()
    text = "".join(ALPHABET[byte % 32] for byte in digest[:8])
    return f"{text[:4]}-{text[4:]}"


@indicator
class PeopleAtSessionsOnRegions(Computed):
    """Distinct Persons whose seat is present at an information session that counts for measure 4.1.

    Two Persons merged are one: the merge moves their seats. A session belongs to the year its first local day is in, and
    to the region where it is held.
    """

    code = "4.1-a"
    counted = _(
        "People noted as present at an information session that counts for measure 4.1, each once a year however often "
        "they came; being registered is not being present. A session counts in the region where it is held."
    )
    heads = (_("Person"), _("First session"), _("Title"), _("Region where it was held"), _("Sessions in the year"))

    def value(self, year: FiscalYear, region: Region | None = None) -> int:
        return int(self._seats(year, region).aggregate(people=Count("person", distinct=True))["people"])

    def by_region(self, year: FiscalYear) -> dict[str, int]:
        seats = self._seats(year).order_by().values_list("event__region")
        return dict(seats.annotate(people=Count("person", distinct=True)))

    def rows(self, year: FiscalYear, region: Region | None = None) -> QuerySet[Any]:
        seats = self._seats(year, region)
        own = seats.filter(person=OuterRef("pk"))
        first = own.order_by("event__start_date", "event__starts_at", "pk")
        return (
            Person.objects.filter(pk__in=seats.values("person"))
            .annotate(
                times=Count("seats", filter=Q(seats__in=seats.values("pk"))),
                first_event=Subquery(first.values("event")[:1]),
                first_on=Subquery(first.values("event__start_date")[:1]),
            )
            .order_by("first_on", "pk")
        )

    def read(self, rows: Sequence[Any]) -> list[Line]:
        events = Event.objects.select_related("region").in_bulk({row.first_event for row in rows})
        return [
            Line(
                code=code_of(row.pk),
                on=row.first_on,
                what=pick(events[row.first_event], "title"),
                region=events[row.first_event].region.name,
                times=row.times,
            )
            for row in rows
        ]

    def years(self) -> list[FiscalYear]:
        now = FiscalYear.current()
        span = (
            self._sessions()
            .filter(seats__state=Seat.State.PRESENT)
            .aggregate(first=Min("start_date"), last=Max("start_date"))
        )
        if span["first"] is None:
            return [now]
        first, last = FiscalYear.of(span["first"]), max(now, FiscalYear.of(span["last"]))
        return [FiscalYear(year) for year in range(last.begins, first.begins - 1, -1)]

    @staticmethod
    def _sessions() -> QuerySet[Event]:
        return Event.objects.filter(kind=Kind.INFO_SESSION, contributions__measure="4.1")

    def _seats(self, year: FiscalYear, region: Region | None = None) -> QuerySet[Seat]:
        sessions = self._sessions().filter(start_date__gte=year.first_day, start_date__lte=year.last_day)
        if region is not None:
            sessions = sessions.filter(region=region)
        return Seat.objects.present().filter(event__in=sessions)
