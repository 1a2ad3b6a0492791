"""What this room does when something happens below."""

from typing import Any

from events.agenda.models import Event
from events.questions.models import Answer, Version


def keep_what_was_promised(event: Event, changed: frozenset[str], **_news: Any) -> None:
    """The event moves, and with it the moment until which answers are kept. Cost: 1 query, 1 more a version."""
    if "time" not in changed:
        return
    for version in Version.objects.filter(question__event=event):
        Answer.objects.filter(version=version).update(until=version.until(event))
