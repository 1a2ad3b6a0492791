"""What those who run an event set for its seats: the terms, and what another capacity would do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import audit
from core.versions import Seen
from events.agenda import required
from events.agenda import rules as agenda
from events.agenda.models import Event
from events.agenda.refusals import NotReady, NotYours
from events.registration import ending, policy, refusals, waiting
from events.registration.models import Registration, Terms
from people.accounts.models import User


@transaction.atomic
def set_terms(*, event: Event, by: User, seen: Seen | None = None, **values: Any) -> Terms:
    """Write the terms of an event. Those who hold or await seats keep what they have; a wider bound is used at once.

    Cost: 5 queries, and what serving those who wait costs. Raises NotYours, ChangedMeanwhile, AdmissionSettled once
    somebody has registered under the other admission, or NotReady where a published event would lack what that needs.
    """
    held = waiting.hold(event.pk)
    if not agenda.can_run(by, held):
        raise NotYours
    terms = Terms.of(held)
    if seen is not None and not terms._state.adding:
        seen.check_row(terms)
    changed = {name for name, value in values.items() if getattr(terms, name) != value}
    if not changed and not terms._state.adding:
        return terms
    if "admission" in changed and Registration.objects.filter(event=held).active().exists():
        raise refusals.AdmissionSettled
    for name, value in values.items():
        setattr(terms, name, value)
    terms.full_clean(validate_constraints=False)
    held.terms = terms
    if "admission" in changed and not held.is_draft and (gaps := required.missing(held)):
        raise NotReady([one.why for one in gaps])
    terms.save()
    audit.record("registration.terms_set", held, by=by.person, fields=changed, values=_plain(values))
    waiting.serve(held)
    ending.count_changed(held)
    return terms


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, str) else value for name, value in values.items()}


@dataclass(frozen=True)
class Effect:
    """What a capacity would do, before it is set."""

    capacity: int | None
    #: Seats held or used now, offers included; the capacity cannot fall below them.
    taken: int
    #: Parties, and seats in them, whose turn it would be.
    parties: int
    seats: int
    #: Parties that would wait on, and those too large ever to be seated.
    waiting: int
    too_large: int

    @property
    def is_possible(self) -> bool:
        return self.capacity is None or self.capacity >= self.taken


def effect_of(event: Event, capacity: int | None) -> Effect:
    """Whom another number of seats would serve; nothing is written. Cost: 2 queries."""
    taken = Event.objects.values_list("seats_taken", flat=True).get(pk=event.pk)
    line = [policy.Waiting(*row) for row in _line(event)]
    free = sum(party.size for party in line) if capacity is None else max(0, capacity - taken)
    if event.is_cancelled or event.is_past:
        free = 0  # nobody is served any more
    served = set(policy.serve(line, free=free, bound=Terms.of(event).bypass_bound, capacity=capacity).keys)
    left = [party for party in line if party.key not in served]
    return Effect(
        capacity=capacity,
        taken=taken,
        parties=len(served),
        seats=sum(party.size for party in line if party.key in served),
        waiting=len(left),
        too_large=sum(capacity is not None and party.size > capacity for party in left),
    )


def _line(event: Event) -> Iterator[tuple[int, int, int]]:
    yield from Registration.objects.filter(event=event).waiting().values_list("pk", "size", "times_passed")
