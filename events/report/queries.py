"""The saved query behind each figure of a report: whoever doubts a figure can count its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda.models import Event
from events.doors.desk import walked_in
from events.registration.models import PlaceOffer, Registration, Seat

State, Offer = Seat.State, PlaceOffer.State
#: States of a seat that somebody held to the end.
HELD = (State.EXPECTED, State.PRESENT, State.ABSENT)


@dataclass(frozen=True)
class Saved:
    """A figure: what it is called, and which seats of the event it counts."""

    label: str | Promise
    seats: Q


SEATS: Mapping[str, Saved] = {
    "registered": Saved(
        _("Registered beforehand"), Q(state__in=HELD) & ~Q(registration__source=Registration.Source.DOOR)
    ),
    "walk_ins": Saved(_("Came without a registration"), walked_in()),
    "present": Saved(pgettext_lazy("report", "Present in all"), Q(state=State.PRESENT)),
    "absent": Saved(pgettext_lazy("report", "Absent"), Q(state=State.ABSENT)),
    "waiting": Saved(_("Still on the waiting list"), Q(state__in=[State.WAITING, State.OFFERED])),
    "given_back": Saved(_("Given back or cancelled"), Q(state=State.CANCELLED)),
}
OFFERS: Mapping[str, tuple[str | Promise, str]] = {
    "accepted": (_("Offers of a place accepted"), Offer.ACCEPTED),
    "declined": (_("Offers of a place declined"), Offer.DECLINED),
    "expired": (_("Offers of a place not answered in time"), Offer.EXPIRED),
}


def seats(event: Event, code: str) -> QuerySet[Seat]:
    """The seats that a figure counts."""
    return Seat.objects.filter(SEATS[code].seats, event=event)


def offers(event: Event, code: str) -> QuerySet[PlaceOffer]:
    """The offers that a figure counts."""
    return PlaceOffer.objects.filter(registration__event=event, state=OFFERS[code][1])


def every_figure(event: Event) -> dict[str, int]:
    """All of them at once: each is the number of rows of its own query. Cost: 2 queries."""
    counts: dict[str, Any] = {code: Count("pk", filter=saved.seats) for code, saved in SEATS.items()}
    found = Seat.objects.filter(event=event).aggregate(**counts)
    of_offers = {code: Count("pk", filter=Q(state=state)) for code, (_label, state) in OFFERS.items()}
    return found | PlaceOffer.objects.filter(registration__event=event).aggregate(**of_offers)


#: Where a count of those present is split: by their age, by the language of their registration.
Split = Callable[[Event], dict[str, int]]


def by_age(event: Event) -> dict[str, int]:
    """Present by age band, "" where it was not asked. Cost: 1 query."""
    return _split(event, "age_band")


def by_language(event: Event) -> dict[str, int]:
    """Present by the language in which they are written to. Cost: 1 query."""
    return _split(event, "registration__language")


def _split(event: Event, name: str) -> dict[str, int]:
    rows = Seat.objects.present().filter(event=event).order_by().values_list(name)
    return dict(rows.annotate(number=Count("pk")))
