"""Who may do what with proposals. Which rows they see at all is ``visible_to``."""

from typing import Any

from network.pairing.editions.models import PairingSettings, works_for
from network.pairing.proposals.models import Proposal, Side
from people.accounts.models import Role
from people.participants.rules import follows
from people.programmes.models import Partner

#: Who opens the pages of those who work on it.
WORKING_ROLES = (Role.CASEWORKER, Role.REGIONAL_OFFICER, Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)


def decides(user: Any, proposal: Proposal) -> bool:
    """Whether the user keeps the edition, or is named to review what is proposed in it. Cost: 1 query."""
    return PairingSettings.objects.reviewed_by(user).filter(pk=proposal.request.candidacy.edition_id).exists()


def knows_candidate(user: Any, proposal: Proposal) -> bool:
    """Whether one of the user's organisations follows the candidate now. Needs file and organisation loaded."""
    return follows(user, proposal.request.candidacy.case_file)


def accompanies_host(user: Any, proposal: Proposal) -> bool:
    """Whether the user works for the partner that brought the host. Cost: 1 query, none where no partner did."""
    partner = proposal.offer.partner_id
    return partner is not None and Partner.objects.filter(works_for(user, "organisation"), pk=partner).exists()


def may_withdraw(user: Any, proposal: Proposal) -> bool:
    return proposal.is_open and (knows_candidate(user, proposal) or decides(user, proposal))


def may_answer_for(user: Any, proposal: Proposal) -> list[Side]:
    """Sides whose answer the user may note, as it was said to them: of who has not answered. Cost: 1 query at most."""
    waiting = proposal.waits_for_sides
    found = []
    if Side.CANDIDATE in waiting and knows_candidate(user, proposal):
        found.append(Side.CANDIDATE)
    if Side.HOST in waiting and (accompanies_host(user, proposal) or decides(user, proposal)):
        found.append(Side.HOST)
    return found


def reads_reply_of(user: Any, proposal: Proposal) -> list[Side]:
    """Sides whose reasons the user reads: both for those who decide, one's own side for those who accompany it. Cost: 1 query."""
    if decides(user, proposal):
        return list(Side)
    found = [Side.CANDIDATE] if knows_candidate(user, proposal) else []
    return [*found, Side.HOST] if accompanies_host(user, proposal) else found
