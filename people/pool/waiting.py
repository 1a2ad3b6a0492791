"""What the pool asks of a person: an answer to who would hand them over."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me
from people.pool.models import Handover


def to_answer(person: Person) -> Iterable[Waiting]:
    """A handover that is proposed. Cost: 1 query."""
    asked = Handover.objects.of_person(person).filter(state=Handover.State.PROPOSED).select_related("to_organisation")
    for handover in asked:
        label = _("Say whether %(organisation)s may accompany you") % {"organisation": handover.to_organisation.name}
        url = reverse("pool:my_handover", args=[handover.pk])
        yield Waiting(label, url, why=_("Nothing is handed over before you agree, and you may say no."), order=15)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_answer)
