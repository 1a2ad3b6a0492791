"""Who guards the register, who may ask for whose erasure, who is offered as whose double, and who was not seen for long."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core import personal
from core.folding import fold
from people.accounts.models import Person, Role, User
from people.privacy.models import GUARDIANS, Distinction, Erasure, guards

#: Who may ask for somebody's erasure; a caseworker only for the people of their organisation.
ASKING = (*GUARDIANS, Role.CASEWORKER)

#: For whom this login may speak, a condition on Persons: answered by the rooms that know whose caseworker is whose.
SpeaksFor = Callable[[User], Q]
_speakers: list[SpeaksFor] = []


def speaks_for(condition: SpeaksFor) -> SpeaksFor:
    """Register who else may ask for a person's erasure on their behalf: their own caseworker."""
    _speakers.append(condition)
    return condition


def spoken_for(user: User) -> QuerySet[Person]:
    """Whose erasure this login may ask for on their behalf: anybody else's for those who guard the register."""
    others = Person.objects.current().exclude(pk=user.person_id)
    if guards(user):
        return others
    theirs = Q(pk__in=[])
    for condition in _speakers:
        theirs |= condition(user)
    return others.filter(theirs)


def erasures_answered_for(user: User) -> QuerySet[Erasure]:
    """What this login may take back: whatever it sees, as long as it speaks for the person.

    Whoever asked in a person's name, and handed them over since, speaks for them no more.
    """
    seen = Erasure.objects.visible_to(user)
    if guards(user):
        return seen
    return seen.filter(Q(person=user.person_id) | Q(person__in=spoken_for(user)))


def may_ask_for(by: Person, person: Person) -> bool:
    """Whether ``by`` may ask for the erasure of ``person``, somebody else. Cost: 3 queries."""
    user = User.objects.filter(person=by, is_active=True).first()
    return user is not None and spoken_for(user).filter(pk=person.pk).exists()


# ------------------------------------------------------------------ not seen for long


def quiet_since(before: datetime) -> QuerySet[Person]:
    """People whom no declared row keeps known at or after a moment (``known_until`` of the register).

    A row without any of its moments (an affiliation that lasts) holds. Cost: one query with a subquery a model.
    """
    quiet = Person.objects.current().filter(created_at__lt=before)
    for entry in personal.declarations():
        if not entry.owner or entry.known_until == personal.GOES_ALONG:
            continue
        rows = entry.model._base_manager.filter(**{entry.owner: OuterRef("pk")})
        if entry.known_until != personal.HOLDS:
            paths = (entry.known_until,) if isinstance(entry.known_until, str) else entry.known_until
            lately, never = Q(), Q()
            # A guest is forgotten after months: not one with a row that is kept for years.
            since = min(before, timezone.now() - timedelta(days=entry.known_days)) if entry.known_days else before
            for path in paths:
                lately |= Q(**{f"{path}__gte": since})
                never &= Q(**{f"{path}__isnull": True})
            rows = rows.filter(lately | never)
        quiet = quiet.filter(~Exists(rows))
    return quiet


def seen_since(person: Person, moment: datetime) -> bool:
    """Whether something keeps the person known after a moment. Cost: 1 query."""
    if person.created_at >= moment:
        return False
    return not quiet_since(moment).filter(pk=person.pk).exists()


def quiet_guests(before: datetime) -> QuerySet[Person]:
    """Quiet people whom nobody can sign in as."""
    return quiet_since(before).filter(Q(user=None) | Q(user__is_active=False))


def quiet_members(before: datetime) -> QuerySet[Person]:
    """Quiet people with a login, who are to be warned; those who were, and whose day is planned, are left out."""
    planned = Erasure.objects.open().filter(person=OuterRef("pk"))
    return quiet_since(before).filter(~Exists(planned), user__is_active=True, user__is_superuser=False)


# ------------------------------------------------------------------ doubles


#: Guests of whom rooms hold more than an address proves, conditions on Persons: who reads their mailbox is not joined to them,
#: nor offered them; somebody who knows them says who they are.
_vouched_for: list[Q] = []


def vouched_for(condition: Q) -> None:
    """Register such guests. Called from a room's ``AppConfig.ready``."""
    _vouched_for.append(condition)


def joined_by_an_address() -> QuerySet[Person]:
    """Guests whom a proven address joins to a login of their name, or offers to one of another."""
    guests = Person.objects.current().filter(user=None)
    for condition in _vouched_for:
        guests = guests.exclude(condition)
    return guests


def possible_doubles(user: User) -> QuerySet[Person]:
    """Guests reached at an address this login has proven, and not told apart from it. Cost: one query with its subqueries."""
    person = user.person
    apart = Distinction.objects.filter(Q(first=person) | Q(second=person))
    proven = person.addresses.filter(proven_at__isnull=False).values("email")
    return (
        joined_by_an_address()
        .filter(addresses__email__in=proven)
        .exclude(pk=person.pk)
        .exclude(pk__in=apart.values("first"))
        .exclude(pk__in=apart.values("second"))
        .distinct()
        .order_by("name", "pk")
    )


def people_found(words: str) -> QuerySet[Person]:
    """People whose name holds every word, accents and case aside, or whom an address written out in full reaches.

    None for no words.
    """
    if "@" in words:
        return Person.objects.current().reached_at(words).distinct().order_by("folded", "pk")
    parts = fold(words).split()
    found = Person.objects.current() if parts else Person.objects.none()
    for word in parts:
        found = found.filter(folded__contains=word)
    return found.order_by("folded", "pk")
