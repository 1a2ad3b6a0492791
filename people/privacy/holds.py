"""What stands against forgetting somebody now: an open claim, a legal duty, an organisation left without anybody.

A room above says so in a module ``holds.py`` of its own, found at the start::

    @holds_erasure("allowances.open_claim")
    def open_claim(person: Person) -> Words | None:
        '''Money is still to be paid: the sentence says so, and what to do. None: nothing stands against it.'''

A seat at an event to come is no such thing: it is given back (``leave`` of the register).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.personal import Words
from people.accounts.models import Grant, Person, Role
from people.organisations.models import Organisation

Hold = Callable[[Person], Words | None]
_holds: dict[str, Hold] = {}


@dataclass(frozen=True)
class Standing:
    """One reason, for the person to read."""

    code: str
    reason: Words


def holds_erasure(code: str) -> Callable[[Hold], Hold]:
    """Register a reason. Raises ValueError for a code in use."""

    def keep(function: Hold) -> Hold:
        if code in _holds:
            raise ValueError(f"Two reasons against erasure are called {code}.")
        _holds[code] = function
        return function

    return keep


def standing_against(person: Person) -> list[Standing]:
    """Every reason that holds now, by code. Cost: that of the rooms, 1 to 3 queries each."""
    return [Standing(code, reason) for code in sorted(_holds) if (reason := _holds[code](person))]


def reason_of(code: str, person: Person) -> Words | None:
    """The sentence of one reason, if it still holds."""
    hold = _holds.get(code)
    return hold(person) if hold else None


@holds_erasure("accounts.last_administrator")
def last_administrator(person: Person) -> Words | None:
    """Nobody could give roles any more. Cost: 1 query."""
    holders = Grant.objects.in_force().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    people = set(holders.values_list("user__person", flat=True))
    if people != {person.pk}:
        return None
    return _("This is the last administrator of this site. Make somebody else an administrator first.")


@holds_erasure("organisations.last_speaker")
def last_speaker(person: Person) -> Words | None:
    """An organisation would be left with nobody who acts for it. Cost: 1 query, 2 with a role in an organisation."""
    own = Grant.objects.in_force().filter(user__person=person, user__is_active=True, scope__kind="organisation")
    scopes = set(own.values_list("scope", flat=True))
    if not scopes:
        return None
    others = Grant.objects.in_force().filter(scope__in=scopes, user__is_active=True).exclude(user__person=person)
    alone = Organisation.objects.filter(scope__in=scopes).exclude(scope__in=others.values("scope")).order_by("name")
    if not (names := list(alone.values_list("name", flat=True))):
        return None
    return _(
        "Nobody else acts for %(organisation)s. Invite somebody else there first, "
        "or ask an administrator to end this role."
    ) % {"organisation": ", ".join(names)}
