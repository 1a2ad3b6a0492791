"""Who may look at the register and join two people; who is offered as whose double."""

from django.db.models import QuerySet
from django.db.models.query_utils import Q

from core.folding import fold
from people.accounts.models import Person, Role, User
from people.privacy.models import Distinction

#: Who sees the register and merges two Persons.
GUARDIANS = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


def possible_doubles(user: User) -> QuerySet[Person]:
    """Guests reached at an address this login has proven, and not told apart from it. Cost: one query with its subqueries."""
    person = user.person
    apart = Distinction.objects.filter(Q(first=person) | Q(second=person))
    proven = person.addresses.filter(proven_at__isnull=False).values("email")
    return (
        Person.objects.current()
        .filter(user=None, addresses__email__in=proven)
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
