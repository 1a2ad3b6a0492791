"""The hour at which everybody is told, once: the chosen, the reserve list and those who are not chosen, in one transaction.

A kill before the end undoes all of it, letters included, since they are rows; the clock then begins again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit, clock, outbox
from core.refusals import Refusal
from events.agenda.models import Event
from events.registration import choosing, waiting
from events.registration.models import Registration
from events.selection import actions, refusals, rules, standing
from events.selection.models import Results, Verdict
from people.accounts.models import Person, User

#: Due work: the hour of the results.
TELL = "selection.tell"


@transaction.atomic
def plan(*, event: Event, by: User, tell_at: datetime | None) -> Results:
    """Set the hour at which everybody is told, which those who applied see from now on; None: by hand. Cost: 7 queries.

    Raises NotYours, NotByReview, AlreadyTold, HourPast, HourBeforeDeadline or HourAfterStart.
    """
    held = waiting.hold(event.pk)
    rules.refuse_to_decide(by, held)
    results = Results.of(held)
    if tell_at is not None:
        if tell_at <= timezone.now():
            raise refusals.HourPast
        if held.registration_closes_at is None or tell_at < held.registration_closes_at:
            raise refusals.HourBeforeDeadline
        if tell_at >= held.starts_at:
            raise refusals.HourAfterStart
    results.tell_at, results.held_up_at = tell_at, None
    results.planned_by = by.person if tell_at is not None else None
    results.save()
    if tell_at is None:
        clock.cancel(TELL, str(held.pk))
    else:
        clock.schedule(TELL, str(held.pk), due_at=tell_at, payload={"event": held.pk})
    audit.record("selection.planned", held, by=by.person, values={"at": tell_at.isoformat() if tell_at else ""})
    return results


@transaction.atomic
def release(*, event: Event, by: User | None) -> Results:
    """Tell everybody their result now; ``by`` is None when the clock does it. Seats are given, all chosen parties or none.

    Cost: some 50 queries, and for each application 1 to 3.

    Raises NotYours, AlreadyTold, NotReady with what is missing, or NoSeatFree; nobody is told anything then.
    """
    held = waiting.hold(event.pk)
    if by is not None:
        rules.refuse_to_prepare(by, held)
    results = Results.of(held)
    if results.are_told:
        raise refusals.AlreadyTold
    now = standing.standing_of(held)
    if missing := list(standing.obstacles(held, now)):
        raise refusals.NotReady(missing)
    verdicts = list(Verdict.objects.standing(held).select_related("registration"))
    _carry_out(held, verdicts, by.person if by else None)
    results.released_at, results.held_up_at = timezone.now(), None
    results.save()
    clock.cancel(TELL, str(held.pk))
    told = {"chosen": now.chosen.parties, "reserve": now.reserve.parties, "declined": now.declined.parties}
    audit.record("selection.released", held, by=by.person if by else None, values=told)
    return results


def _carry_out(event: Event, verdicts: Iterable[Verdict], by: Person | None) -> None:
    """What was decided, done and told. The reserve list last: what seats are left are offered to it."""
    by_outcome: dict[str, list[Verdict]] = {outcome: [] for outcome in Verdict.Outcome.values}
    for verdict in verdicts:
        by_outcome[verdict.outcome].append(verdict)
    chosen, declined = by_outcome[Verdict.Outcome.CHOSEN], by_outcome[Verdict.Outcome.DECLINED]
    reserve = sorted(by_outcome[Verdict.Outcome.RESERVE], key=lambda verdict: (verdict.rank or 0, verdict.pk))
    choosing.admit(event=event, registrations=[one.registration for one in chosen], by=by)
    reasons = {one.registration: one.reason_in(one.registration.language) for one in declined}
    choosing.decline(event=event, reasons=reasons, by=by)
    # Told before the list is served: whoever is offered a seat at once reads first where they stood.
    Verdict.objects.filter(pk__in=[one.pk for one in (*chosen, *declined, *reserve)]).update(told_at=timezone.now())
    choosing.reserve(event=event, registrations=[one.registration for one in reserve], by=by)


def at_the_hour(event_id: int) -> bool:
    """The clock's word: everybody is told, or whoever set the hour hears what is missing. Whether it was told."""
    results = Results.objects.select_related("event", "planned_by__user").filter(pk=event_id).first()
    now = timezone.now()
    if results is None or results.are_told or results.tell_at is None or results.tell_at > now:
        return False
    if results.event.is_cancelled:
        return False
    try:
        release(event=results.event, by=None)
    except Refusal:
        _say_that_it_is_held_up(results, now)
        return False
    return True


@transaction.atomic
def _say_that_it_is_held_up(results: Results, now: datetime) -> None:
    Results.objects.filter(pk=results.pk, released_at=None).update(held_up_at=now)
    audit.record("selection.held_up", results.event, by=None)
    planner = results.planned_by
    login = getattr(planner, "user", None) if planner else None
    if planner is not None and login is not None:
        outbox.post(
            "selection/held_up",
            to=login.email,
            language=planner.language,
            key=f"{results.pk}:{results.tell_at}",
            about=results.event,
            payload={"event": results.pk},
        )


@transaction.atomic
def decide_late(*, registration: Registration, by: User, mark: str, outcome: str, **reasons: Any) -> Registration:
    """An application that came after everybody was told: it is decided by itself, and told at once.

    Cost: that of deciding, and of the registration's change. Raises NotYours, NotByReview, NotToldYet, OutcomeMissing, what
    deciding raises, or NoSeatFree while others are before it on the reserve list.
    """
    held = waiting.hold(registration.event_id)
    rules.refuse_to_prepare(by, held)
    if not Results.of(held).are_told:
        raise refusals.NotToldYet
    if not outcome:
        raise refusals.OutcomeMissing
    said = (reasons.get("reason_fr", "").strip(), reasons.get("reason_en", "").strip())
    actions.record_decisions(held=held, by=by, seen={registration.pk: mark}, outcome=outcome, reasons=said)
    verdicts = Verdict.objects.standing(held).filter(registration=registration).select_related("registration")
    _carry_out(held, verdicts, by.person)
    return Registration.objects.get(pk=registration.pk)
