"""Who is without a privacy officer, who was read about, and which reads a search means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.folding import fold
from people.accounts.models import Grant, Person, Role
from people.organisations.models import Affiliation, Organisation
from people.oversight.models import PrivacyPolicy, ReadEntry


def organisations_with_files() -> QuerySet[Organisation]:
    """Organisations that hold people's files: a login is a caseworker there, or a regional officer belongs to it."""
    in_force = Grant.objects.in_force().filter(user__is_active=True)
    caseworkers = in_force.filter(role=Role.CASEWORKER, scope=OuterRef("scope"))
    officers = in_force.filter(role=Role.REGIONAL_OFFICER).values("user__person")
    at_home = Affiliation.objects.current().filter(organisation=OuterRef("pk"), person__in=officers)
    return Organisation.objects.filter(Exists(caseworkers) | Exists(at_home)).order_by("name", "pk")


def organisations_lacking_a_policy() -> QuerySet[Organisation]:
    """Those that hold files and have published neither a policy nor who answers for it. Cost: 1 query when it is read."""
    published = PrivacyPolicy.objects.published().filter(organisation=OuterRef("pk"))
    return organisations_with_files().filter(~Exists(published))


def organisations_known() -> QuerySet[Organisation]:
    """Those that hold files or held some: a login there, a policy, or reads noted for them."""
    reads = ReadEntry.objects.filter(organisation__isnull=False).order_by().values("organisation")
    holding = organisations_with_files().order_by().values("pk")
    wanted = Q(pk__in=reads) | Q(pk__in=holding) | Q(privacy_policy__isnull=False)
    return Organisation.objects.filter(wanted).order_by("name", "pk")


def operator_lacks_a_policy() -> bool:
    return not PrivacyPolicy.objects.published().filter(is_operator=True).exists()


def people_read(
    *,
    reader: Person | None = None,
    organisation: Organisation | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Person]:
    """People about whom something was read: by this reader, for this organisation, in this time; None leaves it open.

    The list of those an incident touched, in one query.
    """
    reads = ReadEntry.objects.between(since, until)
    if reader is not None:
        reads = reads.by_people(Person.objects.filter(pk=reader.pk))
    if organisation is not None:
        reads = reads.filter(organisation=organisation)
    return reads.people()


def people_named(words: str) -> QuerySet[Person]:
    """People of this number ("n° 12", "12"), or whose name holds every word, accents and case aside; none for no words."""
    number = words.strip().lower().removeprefix("n°").removeprefix("no.").strip()
    if number.isdecimal() and len(number) < 18:
        return Person.objects.filter(pk=int(number))
    parts = fold(words).split()
    found = Person.objects.filter(merged_into=None) if parts else Person.objects.none()
    for part in parts:
        found = found.filter(folded__contains=part)
    return found


@dataclass(frozen=True)
class Line:
    """A read with the names of both sides as they are known today; None for somebody erased or never known."""

    entry: ReadEntry
    reader: Person | None
    subject: Person | None


def lines_of(entries: Iterable[ReadEntry]) -> list[Line]:
    """The entries with their people. Cost: 1 query beside the entries'."""
    rows = list(entries)
    ids = {row.reader for row in rows} | {row.subject for row in rows}
    known = {
        person.pk: person.merged_into or person
        for person in Person.objects.filter(Q(pk__in=ids)).select_related("merged_into")
    }
    return [Line(row, known.get(row.reader), known.get(row.subject)) for row in rows]
