"""Follow-ups that wait for the person's answer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from people.accounts.models import Person
from people.follow_up.models import FollowUp
from people.participants.waiting import Waiting


def asks(person: Person) -> Iterator[Waiting]:
    """Asked and not answered. Cost: 1 query."""
    for row in FollowUp.objects.current().of_person(person).filter(state=FollowUp.State.ASKED):
        yield Waiting(
            label=_("Tell us where you stand: two taps"),
            url=reverse("follow_up:mine_answer", args=[row.pk]),
            by=row.gives_up_on,
            why=_("Your answer shows what the programmes lead to. You may also say that you prefer not to be asked."),
        )
