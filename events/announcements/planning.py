"""When reminders are due: one piece of due work per rule and event, moved and dropped with the event, done once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from core import clock
from core.clock import Due
from events.agenda.models import Event
from events.announcements.models import ReminderRule
from events.registration import reminders

KIND = "announcements.remind"
#: What an event begins with: the day before, at ten in its own legal time.
FIRST = (ReminderRule.Unit.DAYS, 1)


def key_of(event: Event, code: str) -> str:
    return f"{event.pk}:{code}"


def begin(event: Event) -> None:
    """A new event reminds people the day before, until its organiser says otherwise. Cost: 2 queries."""
    unit, amount = FIRST
    follow(event, [ReminderRule.objects.create(event=event, place=1, unit=unit, amount=amount)])


def follow(event: Event, rules: Iterable[ReminderRule] | None = None) -> None:
    """Plan each rule of the event for the moment at which it falls now.

    A moment to come is planned; one that has passed is left to what is planned for it already (a worker that was stopped
    catches up), and dropped where the event moved so that it passed. Cost: 1 query, and 1 for each rule.
    """
    for rule in event.reminder_rules.all() if rules is None else rules:
        key = key_of(event, rule.code)
        moment = rule.moment(event)
        if event.is_cancelled:
            clock.cancel(KIND, key)
        elif moment > timezone.now():
            clock.schedule(KIND, key, due_at=moment, payload={"event": event.pk, "rule": rule.code})
        else:
            Due.objects.filter(kind=KIND, key=key, done_at=None).exclude(due_at=moment).delete()


def drop(event: Event, codes: Iterable[str]) -> None:
    """These rules are no longer: what was planned for them is not done. Cost: 1 query."""
    Due.objects.filter(kind=KIND, key__in=[key_of(event, code) for code in codes], done_at=None).delete()


def remind(payload: Mapping[str, Any]) -> int:
    """Post the reminders of a rule that is due; the number of them.

    After a stop several rules of an event may be due at once: the last of them speaks, so that nobody is told three
    times in one minute. Cost: 2 queries, and that of the posting.
    """
    event = Event.objects.filter(pk=payload["event"]).first()
    if event is None:
        return 0
    rules = {rule.code: rule for rule in event.reminder_rules.all()}
    rule = rules.get(payload["rule"])
    if rule is None:
        return 0
    now, mine = timezone.now(), rule.moment(event)
    if any(mine < other.moment(event) <= now for other in rules.values()):
        return 0
    return reminders.send(event.pk, rule=rule.code, sentence_fr=rule.sentence_fr, sentence_en=rule.sentence_en)
