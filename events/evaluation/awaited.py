"""What waits for a person here: an event they were at, to tell how it was."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import local_of
from events.evaluation.models import Asked
from people.accounts.models import Person
from people.participants.waiting import Waiting


def evaluations_to_answer(person: Person) -> Iterator[Waiting]:
    """Until it is answered or its time is over. Cost: 1 query."""
    for asked in Asked.objects.open_for(person).order_by("evaluation__closes_at", "pk"):
        event, closes_at = asked.evaluation.event, asked.evaluation.closes_at
        assert closes_at is not None, "what is open has an end"
        yield Waiting(
            label=format_lazy(_("How was it? Five questions about “{title}”"), title=event.title.text),
            url=reverse("evaluation:answer", args=[asked.key]),
            by=local_of(closes_at, event.zone).date(),
            why=_("Two minutes, with your name or without."),
            order=40,
        )
