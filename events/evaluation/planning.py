"""When people are asked: when they are awake, after the close; once more if they did not answer; until two weeks are over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SEND, REMIND, CLOSE = "evaluation.send", "evaluation.remind", "evaluation.close"
#: People are written to between these hours of the event's place; later, the next morning.
FROM, UNTIL, MORNING = time(8), time(20), time(9)
#: How long one can answer, and after how long those who did not are reminded.
OPEN_FOR, REMINDED_AFTER = timedelta(days=14), timedelta(days=5)
#: An event that ended longer ago is closed from old rows: nobody would remember it well.
FRESH = timedelta(days=7)


def when_awake(moment: datetime, zone: str) -> datetime:
    """The moment itself, or nine in the morning that follows the night it falls in."""
    local = moment.astimezone(ZoneInfo(zone))
    if FROM <= local.time() < UNTIL:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= UNTIL else 0)
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone))
