"""Who has completed a series. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from events.agenda.models import Event
from events.certificates.models import Certificate, Completion
from events.doors.grid import Row, grid
from events.registration.models import Seat


def rule_of(event: Event) -> Completion:
    """The event's rule; where nobody set one, the usual one, not saved. Cost: 1 query."""
    return Completion.objects.filter(event=event).first() or Completion(event=event)


def needed_of(event: Event, rule: Completion | None = None) -> int:
    """How many sittings complete it: what the rule says, else all but one; never more than there are. Cost: 0 or 1 query."""
    rule = rule or rule_of(event)
    usual = max(1, event.sitting_count - 1)
    return min(rule.needed or usual, max(1, event.sitting_count))


def is_over(event: Event) -> bool:
    return event.ends_at <= timezone.now()


@dataclass(frozen=True)
class Standing:
    """One person of a series: what they attended, whether that is enough, and what they hold."""

    row: Row
    minutes: int
    has_completed: bool
    certificate: Certificate | None

    @property
    def can_have(self) -> bool:
        """Completed, and without a certificate that is good; a name is what it is about."""
        return (
            self.has_completed and bool(self.row.name) and (self.certificate is None or self.certificate.is_withdrawn)
        )


def standings(event: Event, rule: Completion | None = None) -> Sequence[Standing]:
    """Everybody who holds a seat, by name. Cost: 4 queries, 5 without the rule."""
    needed, held = needed_of(event, rule), dict[int, Certificate]()
    # The latest of a person last, a good one after those that were withdrawn.
    for certificate in Certificate.objects.filter(event=event).order_by("issued_at", "pk"):
        certificate.event = event
        held[certificate.person_id] = certificate
    found = []
    for row in grid(event).rows:
        minutes = sum(cell.sitting.minutes for cell in row.cells if cell.present_at is not None)
        found.append(Standing(row, minutes, row.attended >= needed, held.get(row.person)))
    return found


def seats_completed(event: Event) -> QuerySet[Seat]:
    """Seats whose holders were at enough sittings: the same as :func:`standings` says. Cost: 1 query for the rule."""
    return (
        Seat.objects.present()
        .filter(event=event)
        .annotate(sittings_attended=Count("attendances", filter=Q(attendances__sitting__cancelled_at=None)))
        .filter(sittings_attended__gte=needed_of(event))
    )
