"""Who may see and do what with the pool."""

from typing import Any

from people.accounts.models import Role
from people.participants.models import caseworker_scopes
from people.pool.models import Handover

#: Who sees the partners' counts: those who meet, send or welcome candidates, and those who coordinate them.
PARTNERS = (
    Role.EMPLOYER_CONTACT,
    Role.EXECUTIVE,
    Role.CASEWORKER,
    Role.REGIONAL_OFFICER,
    Role.ORGANISER,
    Role.NETWORK_COORDINATOR,
    Role.PROGRAMME_COORDINATOR,
)
#: Who looks for people in the pool, and hands them over.
WORKING_ROLES = (Role.CASEWORKER,)
#: Who sees the list of handovers; coordinators see numbers alone.
WATCHING_ROLES = (Role.CASEWORKER, Role.PROGRAMME_COORDINATOR)


def is_sender(user: Any, handover: Handover) -> bool:
    """Whether one of the user's organisations proposed it. Needs the organisation loaded."""
    return handover.from_organisation.scope_id in caseworker_scopes(user)


def is_receiver(user: Any, handover: Handover) -> bool:
    """Whether one of the user's organisations is asked to receive the person. Needs the organisation loaded."""
    return handover.to_organisation.scope_id in caseworker_scopes(user)


def may_answer(user: Any, handover: Handover) -> bool:
    """Accept or decline."""
    return handover.state == Handover.State.CONSENTED and is_receiver(user, handover)


def may_withdraw(user: Any, handover: Handover) -> bool:
    return handover.is_open and is_sender(user, handover)


def may_note_consent(user: Any, handover: Handover) -> bool:
    """Enter the consent that the person signed on paper."""
    return handover.state == Handover.State.PROPOSED and is_sender(user, handover)
