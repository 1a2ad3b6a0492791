"""What this room would like of a person: their steps that are due, for "Mon espace"."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.accompaniment.models import PlanStep, Who
from people.accounts.models import Person
from people.participants.waiting import Waiting

#: Days ahead in which a step waits for the person.
AHEAD = 14
#: Steps named one by one.
NAMED = 3


def steps_to_do(person: Person) -> Iterator[Waiting]:
    """The person's own steps that are late or due within two weeks, soonest first, three at most. Cost: 1 query."""
    until = timezone.localdate() + timedelta(days=AHEAD)
    steps = PlanStep.objects.of_person(person).to_do().filter(who=Who.PERSON, due_on__lte=until).by_day()
    for step in steps[:NAMED]:
        yield Waiting(
            label=str(step.title),
            url=f"{reverse('accompaniment:mine')}#plan",
            by=step.due_on,
            why=_("A step of your action plan. Mark it once it is done."),
        )
