"""When reminders are due: one piece of due work per rule and event, moved and dropped with the event, done once.

A rule that reminds of each sitting of a series has one for each of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core import clock
from core.clock import Due
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.announcements.models import ReminderRule
from events.registration import reminders

KIND = "announcements.remind"
#: What an event begins with: the day before, at ten in its own legal time.
FIRST = (ReminderRule.Unit.DAYS, 1)


def key_of(event: Event, code: str, sitting: Sitting | None = None) -> str:
    return f"{event.pk}:{code}" if sitting is None else f"{event.pk}:{code}:{sitting.pk}"


def begin(event: Event) -> None:
    """A new event reminds people the day before, until its organiser says otherwise. Cost: 2 queries."""
    unit, amount = FIRST
    follow(event, [ReminderRule.objects.create(event=event, place=1, unit=unit, amount=amount)])


def follow(event: Event, rules: Iterable[ReminderRule] | None = None) -> None:
    """Plan each rule of the event for the moment at which it falls now.

    A moment to come is planned; one that has passed is left to what is planned for it already (a worker that was stopped
    catches up), and dropped where the event moved so that it passed. Cost: 1 query, and 1 for each rule; of a series 4.
    """
    own = list(event.reminder_rules.all() if rules is None else rules)
    if event.is_series:
        _follow_sittings(event, own)
        return
    for rule in own:
        key = key_of(event, rule.code)
        moment = rule.moment(event)
        if event.is_cancelled:
            clock.cancel(KIND, key)
        elif moment > timezone.now():
            clock.schedule(KIND, key, due_at=moment, payload={"event": event.pk, "rule": rule.code})
        else:
            Due.objects.filter(kind=KIND, key=key, done_at=None).exclude(due_at=moment).delete()


def _follow_sittings(event: Event, rules: Iterable[ReminderRule]) -> None:
    """The same for a series. What is planned for a sitting that was called off, or for a rule that says otherwise now, goes."""
    wanted: dict[str, Due] = {}
    for rule, sitting in [] if event.is_cancelled else _pairs(event, rules):
        payload: dict[str, Any] = {"event": event.pk, "rule": rule.code}
        if sitting is not None:
            payload["sitting"] = sitting.pk
        due = Due(
            kind=KIND, key=key_of(event, rule.code, sitting), due_at=rule.moment(sitting or event), payload=payload
        )
        wanted[due.key] = due
    there = Due.objects.filter(kind=KIND, key__startswith=f"{event.pk}:", done_at=None)
    stale = [due.pk for due in there if (still := wanted.get(due.key)) is None or still.due_at != due.due_at]
    Due.objects.filter(pk__in=stale).delete()
    now = timezone.now()
    clock.schedule_all([due for due in wanted.values() if due.due_at > now])


def _pairs(event: Event, rules: Iterable[ReminderRule]) -> Iterable[tuple[ReminderRule, Sitting | None]]:
    """Each rule with the sittings it reminds of; with None where it is about the beginning alone. Cost: 1 query."""
    sittings = list(event.sittings_standing)
    for rule in rules:
        yield from ((rule, sitting) for sitting in (sittings if rule.each_sitting else [None]))


def drop(event: Event, codes: Iterable[str]) -> None:
    """These rules are no longer: what was planned for them is not done. Cost: none without any, or 1 query."""
    own = [key_of(event, code) for code in codes]
    gone = Q(key__in=own)
    for key in own:
        gone |= Q(key__startswith=f"{key}:")
    if own:
        Due.objects.filter(gone, kind=KIND, done_at=None).delete()


def remind(payload: Mapping[str, Any]) -> int:
    """Post the reminders of a rule that is due; the number of them.

    After a stop several rules of an event may be due at once: the last of them speaks, so that nobody is told three
    times in one minute. Cost: 2 queries, 1 more for a sitting, and that of the posting.
    """
    event = Event.objects.filter(pk=payload["event"]).first()
    if event is None:
        return 0
    rules = {rule.code: rule for rule in event.reminder_rules.all()}
    rule, number = rules.get(payload["rule"]), payload.get("sitting")
    if rule is None or (number is not None) != (event.is_series and rule.each_sitting):
        return 0
    sitting = event.sittings_standing.filter(pk=number).first() if number is not None else None
    if number is not None and sitting is None:
        return 0
    held = sitting or event
    now, mine = timezone.now(), rule.moment(held)
    if any(mine < other.moment(held) <= now for other in rules.values() if other.is_about(held, event)):
        return 0
    sentences = {"sentence_fr": rule.sentence_fr, "sentence_en": rule.sentence_en}
    return reminders.send(event.pk, rule=rule.code, sitting=sitting, **sentences)
