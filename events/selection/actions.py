"""Reading and deciding: the grid, points, decisions, the order of the reserve list. Nobody is told anything here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from core.versions import SeenWhole
from events.agenda.models import Event
from events.registration import waiting
from events.registration.models import Registration
from events.selection import reading, refusals, rules
from events.selection.models import Criterion, Score, Verdict
from people.accounts.models import User

#: What the prints of the grid and of the reserve list are called.
GRID, RESERVE = "selection.grid", "selection.reserve"
#: Ranks are first set apart by so much: no two are ever the same on the way to a new order.
APART = 1_000_000


@dataclass(frozen=True)
class Row:
    """A criterion as it is written; its number is its place."""

    label_fr: str
    label_en: str = ""
    meaning_fr: str = ""
    meaning_en: str = ""
    most: int = 5


def grid_of(event: Event) -> list[dict[str, object]]:
    """The grid as it compares, for ``core.versions``. Cost: 1 query."""
    return [
        asdict(Row(one.label_fr, one.label_en, one.meaning_fr, one.meaning_en, one.most))
        for one in Criterion.objects.filter(event=event)
    ]


@transaction.atomic
def set_grid(*, event: Event, by: User, rows: Sequence[Row], seen: SeenWhole | None = None) -> list[Criterion]:
    """Write the criteria of an event, in this order. Cost: 8 queries.

    Raises NotYours, NotByReview, GridSettled once somebody has given points, or ChangedAsAWhole.
    """
    held = waiting.hold(event.pk)
    rules.refuse_to_decide(by, held)
    if seen is not None:
        seen.check(GRID, grid_of(held))
    if Score.objects.filter(criterion__event=held).exists():
        raise refusals.GridSettled
    Criterion.objects.filter(event=held).delete()
    criteria = [Criterion(event=held, number=number, **asdict(row)) for number, row in enumerate(rows, 1)]
    for criterion in criteria:
        criterion.full_clean(validate_unique=False, validate_constraints=False)
    Criterion.objects.bulk_create(criteria)
    audit.record("selection.grid_set", held, by=by.person, values={"criteria": len(criteria)})
    return criteria


@transaction.atomic
def score(*, registration: Registration, by: User, points: Mapping[int, int]) -> None:
    """Give an application points, criterion (key) by criterion, all of them; one's own earlier ones are replaced.

    Cost: 10 queries. Raises NotYours, NotByReview, AlreadyTold, Withdrawn, OwnApplication, NoCriteria or OutOfReach.
    """
    held = waiting.hold(registration.event_id)
    rules.refuse_to_decide(by, held)
    registration = Registration.objects.get(pk=registration.pk)
    if not registration.is_applied:
        raise refusals.Withdrawn
    if rules.is_in_it(by.person, registration):
        raise refusals.OwnApplication
    most = dict(Criterion.objects.filter(event=held).values_list("pk", "most"))
    if not most:
        raise refusals.NoCriteria
    if set(points) != set(most) or any(not 0 <= given <= most[key] for key, given in points.items()):
        raise refusals.OutOfReach
    now = timezone.now()
    Score.objects.bulk_create(
        [
            Score(registration=registration, criterion_id=key, by=by.person, points=given, scored_at=now)
            for key, given in points.items()
        ],
        update_conflicts=True,
        unique_fields=["registration", "criterion", "by"],
        update_fields=["points", "scored_at"],
    )
    # How many points, the audit does not keep.
    audit.record("selection.scored", registration, by=by.person)


@transaction.atomic
def decide(
    *, event: Event, by: User, seen: Mapping[int, str], outcome: str, reason_fr: str = "", reason_en: str = ""
) -> list[Registration]:
    """Decide on applications, all of them or none, as a draft: ``outcome`` of :class:`Verdict`, "" for not decided.

    ``seen``: keys of the registrations, each with the mark of the decision that the page showed. The reserve list takes
    them at its end, most points first. Cost: 12 queries, and 1 for each (the audit).

    Raises NotYours, NotByReview, AlreadyTold, NobodyTicked, ReasonMissing, SensitiveText, Withdrawn, OwnApplication or
    DecidedMeanwhile; nothing is changed then.
    """
    held = waiting.hold(event.pk)
    rules.refuse_to_decide(by, held)
    return record_decisions(
        held=held, by=by, seen=seen, outcome=outcome, reasons=(reason_fr.strip(), reason_en.strip())
    )


def record_decisions(
    *, held: Event, by: User, seen: Mapping[int, str], outcome: str, reasons: tuple[str, str]
) -> list[Registration]:
    """The decision itself; the caller holds the event, and has asked who may."""
    if not seen:
        raise refusals.NobodyTicked
    if outcome == Verdict.Outcome.DECLINED and not reasons[0]:
        raise refusals.ReasonMissing
    refuse_sensitive_words(*reasons)
    found = Registration.objects.filter(event=held, pk__in=seen, state=Registration.State.APPLIED).order_by("pk")
    registrations = list(found.select_related("contact"))
    if len(registrations) < len(seen):
        raise refusals.Withdrawn
    if any(rules.is_in_it(by.person, one) for one in registrations if _may_be_in_it(by, one)):
        raise refusals.OwnApplication
    verdicts = {verdict.registration_id: verdict for verdict in Verdict.objects.filter(registration__in=registrations)}
    marks = {key: verdicts[key].mark if key in verdicts else "" for key in seen}
    if changed := [key for key, mark in seen.items() if marks[key] != mark]:
        raise refusals.DecidedMeanwhile(changed)
    Verdict.objects.filter(registration__in=registrations).delete()
    if outcome:
        _write(held, by, registrations, outcome, reasons if outcome == Verdict.Outcome.DECLINED else ("", ""), verdicts)
    for registration in registrations:
        audit.record("selection.decided", registration, by=by.person, values={"outcome": str(outcome)})
    return registrations


def _may_be_in_it(by: User, registration: Registration) -> bool:
    """Whether it is worth a query: somebody else's application for one is not one's own."""
    return registration.contact_id == by.person_id or registration.size > 1


def _write(
    event: Event,
    by: User,
    registrations: Sequence[Registration],
    outcome: str,
    reasons: tuple[str, str],
    before: Mapping[int, Verdict],
) -> None:
    """Cost: 1 query, 2 more for the reserve list."""
    ranks: dict[int, int] = {}
    if outcome == Verdict.Outcome.RESERVE:
        last = Verdict.objects.filter(event=event).aggregate(last=Max("rank"))["last"] or 0
        newcomers = []
        for one in registrations:
            kept = before[one.pk].rank if one.pk in before else None
            if kept is None:
                newcomers.append(one)
            else:
                # Decided the same again: its place stays.
                ranks[one.pk], last = kept, max(last, kept)
        for rank, one in enumerate(reading.in_order_of_points(event, newcomers), last + 1):
            ranks[one.pk] = rank
    now = timezone.now()
    Verdict.objects.bulk_create(
        Verdict(
            registration=one,
            event=event,
            outcome=outcome,
            rank=ranks.get(one.pk),
            reason_fr=reasons[0],
            reason_en=reasons[1],
            decided_by=by.person,
            decided_at=now,
        )
        for one in registrations
    )


def reserve_of(event: Event) -> list[int]:
    """The reserve list as it compares, keys of registrations in its order. Cost: 1 query."""
    return list(Verdict.objects.in_reserve(event).values_list("registration", flat=True))


@transaction.atomic
def set_order(*, event: Event, by: User, order: Sequence[int], seen: SeenWhole | None = None) -> None:
    """Put the reserve list in this order: keys of registrations, all that are on it. Cost: 8 queries.

    Raises NotYours, NotByReview, AlreadyTold, or ChangedAsAWhole if somebody came, went or was moved meanwhile.
    """
    held = waiting.hold(event.pk)
    rules.refuse_to_decide(by, held)
    stands = reserve_of(held)
    (seen or SeenWhole("")).check(RESERVE, stands)
    if sorted(order) != sorted(stands):
        raise refusals.Withdrawn
    if list(order) == stands:
        return
    line = Verdict.objects.filter(event=held, rank__isnull=False)
    line.update(rank=F("rank") + APART)
    by_key = {verdict.registration_id: verdict for verdict in line}
    left = [key for key in by_key if key not in set(order)]
    for rank, key in enumerate([*order, *left], 1):
        by_key[key].rank = rank
    Verdict.objects.bulk_update(by_key.values(), ["rank"])
    audit.record("selection.reserve_ordered", held, by=by.person, values={"parties": len(order)})
