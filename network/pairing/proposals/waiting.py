"""What proposals ask of a person, on either side: an answer."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.pairing.proposals.models import Proposal, Side
from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me


def to_answer(person: Person) -> Iterable[Waiting]:
    """Proposals that wait for the person. Cost: 1 query."""
    for proposal in Proposal.objects.of_person(person).open().select_related("offer").order_by("answer_by", "pk"):
        side = proposal.side_of(person)
        if side is None or not proposal.waits_for(side):
            continue
        url = reverse("proposals:proposal", args=[proposal.pk])
        if side == Side.HOST:
            label = _("Somebody for your offer “%(title)s”: yes or no?") % {"title": proposal.offer.title}
            yield Waiting(
                label, url, proposal.answer_by, _("Without an answer it lapses, and the place is free again."), 10
            )
        else:
            label = _("A meeting is proposed to you: “%(title)s”") % {"title": proposal.offer.title}
            yield Waiting(label, url, proposal.answer_by, _("You may say no; without an answer it lapses."), 10)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_answer)
