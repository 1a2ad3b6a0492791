"""Somebody without an e-mail address, or without the time for a form, is entered by a caseworker."""

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from core.folding import fold
from people.accounts.actions import known_guest, new_guest
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants import refusals
from people.participants.actions.describing import describe, open_file
from people.participants.actions.intake import apply, follow, take
from people.participants.models import CaseFile, Following
from people.programmes.models import Edition, Partner


def alike(organisation: Organisation, name: str) -> QuerySet[CaseFile]:
    """Files of the organisation whose person has this name, accents and case aside: of other organisations nothing is said."""
    files = CaseFile.objects.there().filter(organisation=organisation, person__folded=fold(name))
    return files.select_related("person", "caseworker").order_by("opened_at", "pk")


@transaction.atomic
def enter(
    *,
    organisation: Organisation,
    name: str,
    language: str,
    by: Person,
    email: str = "",
    phone: str = "",
    postal_address: str = "",
    edition: Edition | None = None,
) -> CaseFile:
    """Open a file for somebody, followed by the organisation, and ask for an edition on their behalf if one is named.

    ``by`` answers for the file. Whoever is known by this name and address without a login and without a file is the same
    person. Cost: about 20 queries, 35 with an edition.

    Raises AlreadyKnown for a name and an address that have a login or a file elsewhere, NotAPartner, IntakeClosed; nothing
    is kept then.
    """
    if edition is not None and not Partner.objects.filter(edition=edition, organisation=organisation).exists():
        raise refusals.NotAPartner
    person = _person(name, email, language)
    file = open_file(person=person, by=by)
    details = {name: value for name, value in (("phone", phone), ("postal_address", postal_address)) if value}
    describe(case_file=file, details=details, by=by, step="reach" if details else "")
    if edition is not None:
        apply(person=person, edition=edition, by=by, organisation=organisation)
    else:
        follow(case_file=file, organisation=organisation, how=Following.How.ON_BEHALF, by=by)
    take(case_file=file, caseworker=by, by=by)
    audit.record("case_file.entered_on_behalf", file, by=by)
    file.refresh_from_db()
    return file


def _person(name: str, email: str, language: str) -> Person:
    if not email:
        return Person.objects.create(name=" ".join(name.split()), language=language)
    wanted = fold(name)
    reached = Person.objects.current().reached_at(email)
    for known in reached.filter(folded=wanted).select_related("case_file", "user"):
        if hasattr(known, "user") or hasattr(known, "case_file"):
            raise refusals.AlreadyKnown
    return known_guest(name=name, email=email) or new_guest(name=name, email=email, language=language)
