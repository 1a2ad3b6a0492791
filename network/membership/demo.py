"""Twenty memberships: fourteen members across the regions, and one in each other state worth showing."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from network.membership import actions
from network.membership.models import Membership, State
from people.accounts.models import Role

#: Organisation (key of ``people.organisations.demo``), months as a member, whether it agreed to be named.
MEMBERS = [
    ("nordet", 64, True),
    ("richelieu", 60, True),
    ("trois-vallees", 52, True),
    ("phare", 49, True),
    ("bas-fleuve", 41, True),
    ("bellerive", 38, True),
    ("borealis", 30, True),
    ("gaspe-nord", 27, True),
    ("epaule", 22, True),
    ("piedmont", 20, True),
    ("mille-feuilles", 16, True),
    ("cartouche", 11, True),
    ("gatinoise", 8, True),
    ("erables", 5, False),
]
#: Organisation, and the moves that brought it where it stands, with what it was told.
UNDER_WAY: list[tuple[str, list[tuple[str, str]]]] = [
    ("estuaire", [(State.SUBMITTED, "")]),
    (
        "ile-jesus",
        [
            (State.SUBMITTED, ""),
            (State.INFO_ASKED, "Qui, à la direction, portera vos engagements? Donnez-nous un nom et une adresse."),
        ],
    ),
    ("bois-francs", []),
    ("rive-haute", [(State.SUBMITTED, ""), (State.APPROVED, "")]),
    (
        "grand-nord",
        [
            (State.SUBMITTED, ""),
            (
                State.DECLINED,
                "Le numéro d’entreprise donné ne correspond pas à votre organisation. Écrivez-nous une fois corrigé.",
            ),
        ],
    ),
]


def seed(world: Any) -> None:
    """Memberships of the demonstration's organisations; one that has any is left as it stands."""
    coordinator = getattr(world, "users", {}).get(Role.NETWORK_COORDINATOR.value)
    by = coordinator.person if coordinator else None
    for key, months, listed in MEMBERS:
        organisation = world.organisations[key]
        if Membership.objects.filter(organisation=organisation).exists():
            continue
        membership = _moved(organisation, [(State.SUBMITTED, ""), (State.APPROVED, ""), (State.ACTIVE, "")], by)
        _as_if_since(membership, months)
        actions.list_publicly(membership=membership, agreed=listed, by=by)
    for key, moves in UNDER_WAY:
        organisation = world.organisations[key]
        if not Membership.objects.filter(organisation=organisation).exists():
            _moved(organisation, moves, by)


def _moved(organisation: Any, moves: list[tuple[str, str]], by: Any) -> Membership:
    membership = actions.start(organisation=organisation, by=by)
    for to, message in moves:
        membership = actions.transition(membership=membership, to=to, by=by, message=message)
    return membership


def _as_if_since(membership: Membership, months: int) -> None:
    """Write a past that no action can make: member since, and the day of the present term."""
    today = timezone.localdate()
    since = actions.months_after(today, -months)
    membership.active_since = since
    membership.renew_by = actions.months_after(since, 12 * (months // 12 + 1))
    membership.created_at = timezone.now() - timedelta(days=30 * months + 40)
    membership.save(update_fields=["active_since", "renew_by", "created_at"])
