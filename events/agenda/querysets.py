"""Which events, in what order, at what cost."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.folding import fold

if TYPE_CHECKING:
    from events.agenda.models import Event  # noqa: F401  (named in quotes below)

#: Roles that run the events of the regions and organisations they are granted in.
RUNNERS = frozenset({"organiser", "regional_officer"})


def in_scopes_of(user: Any) -> Q:
    """Events of the regions and organisations where the user is an organiser or regional officer; not for an administrator."""
    scopes = [scope for role, scope in user.grants_now if role in RUNNERS]
    return Q(region__scope__in=scopes) | Q(organisation__scope__in=scopes)


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> Self:
        """Published events, cancelled ones included."""
        return self.filter(published_at__lte=timezone.now())

    def upcoming(self) -> Self:
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Over, latest first."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def run_by(self, user: Any) -> Self:
        """Events of the regions and organisations where the user is an organiser or regional officer; all for an administrator."""
        if not user.is_authenticated:
            return self.none()
        if user.holds_any("administrator"):
            return self
        return self.filter(in_scopes_of(user))

    def visible_to(self, user: Any) -> Self:
        """Published events, and drafts of those the user runs."""
        public = Q(published_at__lte=timezone.now())
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(pk__in=self.model.objects.run_by(user).values("pk")))

    def in_region(self, code: str) -> Self:
        """Held in the region, or about it; each event once."""
        about = self.model.about_regions.through.objects.filter(region=code).values("event")
        return self.filter(Q(region=code) | Q(pk__in=about))

    def with_words(self, words: str) -> Self:
        """Every word stands in the title or the place, in either language, accents or not."""
        found = self
        for word in fold(words).split():
            found = found.filter(folded__contains=word)
        return found

    def within(self, since: date | None, until: date | None) -> Self:
        """On at some moment between two days of the place itself, both included; None: no limit."""
        found = self if since is None else self.filter(end_date__gte=since)
        return found if until is None else found.filter(start_date__lte=until)

    def online(self) -> Self:
        return self.exclude(online_url="")

    def with_free_seats(self) -> Self:
        """A seat can be had now: one is free, nobody waits, and registration is open."""
        now = timezone.now()
        return self.filter(
            Q(capacity=None) | Q(capacity__gt=F("seats_taken")),
            Q(registration_opens_at=None) | Q(registration_opens_at__lte=now),
            Q(registration_closes_at=None) | Q(registration_closes_at__gt=now),
            cancelled_at=None,
            seats_waiting=0,
        )

    def for_listing(self) -> Self:
        """With what a line of a list shows. Cost: 2 queries, however long the list."""
        return self.select_related("region", "venue", "organisation").prefetch_related("about_regions")

    def take_seats(self, event_id: int, seats: int) -> bool:
        """Take ``seats`` places, all or none, in one UPDATE; False if too few are free or somebody waits."""
        taken = F("seats_taken") + seats
        free = Q(capacity=None) | Q(capacity__gte=taken)
        return self.filter(free, pk=event_id, seats_waiting=0).update(seats_taken=taken) == 1

    def promote_seats(self, event_id: int, seats: int) -> bool:
        """Give ``seats`` free places to the waiting list, all or none, in one UPDATE; False if too few are free or wait."""
        taken = F("seats_taken") + seats
        free = Q(capacity=None) | Q(capacity__gte=taken)
        waiting = F("seats_waiting") - seats
        return (
            self.filter(free, pk=event_id, seats_waiting__gte=seats).update(seats_taken=taken, seats_waiting=waiting)
            == 1
        )

    def give_back_seats(self, event_id: int, seats: int) -> None:
        """Free ``seats`` places."""
        self.filter(pk=event_id).update(seats_taken=F("seats_taken") - seats)

    def without_free_seats(self, seats: int = 1) -> Self:
        """Where ``seats`` newcomers wait: too few seats are free, or somebody was there before."""
        return self.filter(Q(seats_waiting__gt=0) | Q(capacity__lt=F("seats_taken") + seats))

    def next_waiting_position(self, event_id: int, seats: int = 1) -> tuple[int, int] | None:
        """Join the waiting list with ``seats``: draw its next number, from 1, each drawn once, and say how many seats are
        free all the same (too few for whoever stands first); None if the event is not in the queryset.

        Cost: 2 queries in the caller's transaction.
        """
        drawn = self.filter(pk=event_id).update(
            last_waiting_position=F("last_waiting_position") + 1, seats_waiting=F("seats_waiting") + seats
        )
        if not drawn:
            return None
        columns = ("last_waiting_position", "capacity", "seats_taken")
        position, capacity, taken = self.model.objects.values_list(*columns).get(pk=event_id)
        return position, max(0, capacity - taken) if capacity is not None else 0

    def wait_again(self, event_id: int, seats: int) -> None:
        """``seats`` that were held for somebody wait again, at the place they had."""
        self.filter(pk=event_id).update(seats_taken=F("seats_taken") - seats, seats_waiting=F("seats_waiting") + seats)

    def leave_waiting_list(self, event_id: int, seats: int) -> None:
        """``seats`` of the waiting list wait no longer; a negative number: so many more do."""
        self.filter(pk=event_id).update(seats_waiting=F("seats_waiting") - seats)
