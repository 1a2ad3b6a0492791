"""What ends with a file that is closed: a proposal that waits for answers."""

from django.utils.translation import gettext_lazy as _

from network.pairing.proposals import actions
from network.pairing.proposals.models import Ground, Proposal
from people.accounts.models import Person
from people.participants.endings import Ending, Named, ends_with_the_file
from people.participants.models import CaseFile


def open_ones(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    found = Proposal.objects.open().filter(request__candidacy__case_file=case_file).select_related("offer")
    return [(each.pk, each.offer.title) for each in found]


def let_go(case_file: CaseFile, by: Person, _reason: str) -> None:
    """The host is told kindly. Cost: about 20 queries."""
    for proposal in Proposal.objects.open().filter(request__candidacy__case_file=case_file):
        actions.let_go(proposal=proposal, ground=Ground.REQUEST, by=by)


def register() -> None:
    """Called by ``AppConfig.ready``. Before the request ends."""
    ends_with_the_file(Ending("proposal", _("Proposal of a match that is withdrawn"), open_ones, let_go, order=6))
