"""A file that was opened by a caseworker, and an account that would be its person's: somebody who knows them joins the two.

An address is no proof of whose file it is: households share a mailbox, and a letter may be missing in what was typed. So a
guest with a file is joined to no login by the address alone, nor offered to whoever reads it; the caseworker asks the person.
"""

from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext_lazy as _

from people.accounts.models import Address, Person
from people.participants.models import CaseFile
from people.participants.morning import COLUMNS, Source
from people.privacy.models import Distinction

#: Guests whom somebody vouches for (``privacy.rules.vouched_for``).
WITH_A_FILE = Q(case_file__isnull=False)


def _proven(person: Any, within: Any, folded: Any) -> QuerySet[Address]:
    """Addresses by which ``person`` is known and that somebody of the same name, who signs in, has proven.

    ``within``: ``person`` as a query inside this one names it. Those told apart are left out, and who is followed already.
    """
    apart = Distinction.objects.filter(
        Q(first=OuterRef("person"), second=within) | Q(second=OuterRef("person"), first=within)
    )
    known = Address.objects.filter(person=within, email=OuterRef("email"))
    found = Address.objects.filter(
        Exists(known), ~Exists(apart), proven_at__isnull=False, person__folded=folded, person__user__is_active=True
    )
    here = found.filter(person__merged_into=None, person__erased_at=None).exclude(person=person)
    return here.exclude(person__case_file__organisation__isnull=False)


def logins_for(case_file: CaseFile) -> QuerySet[Person]:
    """Who may be the person of this file, and signs in; nobody where the person does. Needs the person loaded. Cost: 1 query."""
    person = case_file.person
    if case_file.is_closed or hasattr(person, "user"):
        return Person.objects.none()
    proven = _proven(person.pk, person.pk, person.folded)
    return Person.objects.filter(pk__in=proven.values("person")).order_by("pk")


def shared_with(case_file: CaseFile, logins: QuerySet[Person]) -> QuerySet[Address]:
    """The addresses in the file that these people have proven, with them. Cost: 1 query."""
    known = Address.objects.filter(person=case_file.person_id).values("email")
    proven = Address.objects.filter(person__in=logins, email__in=known, proven_at__isnull=False)
    return proven.select_related("person").order_by("person", "proven_at")


def accounts_to_link(user: Any) -> QuerySet[Any, Any]:
    """For the morning list: files of people without a login, for which there may be one."""
    proven = _proven(OuterRef("person"), OuterRef(OuterRef("person")), OuterRef("person__folded"))
    files = CaseFile.objects.visible_to(user).open().filter(Exists(proven), person__user=None)
    rows: QuerySet[Any, Any] = files.annotate(
        case_file_id=F("pk"),
        object_id=F("pk"),
        since=Subquery(proven.order_by("proven_at").values("proven_at")[:1]),
        due=Value(None, output_field=DateField()),
    ).values(*COLUMNS)
    return rows


ACCOUNTS = Source(
    "to_link",
    _("Account to link"),
    accounts_to_link,
    url_name="participants:staff_link",
    opens_file=False,
    order=12,
    days=5,
)
