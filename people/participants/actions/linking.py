"""An account and a file become one, by the word of a caseworker."""

from django.db import transaction

from core import audit
from people.accounts.models import Person
from people.participants import linking, refusals, writing
from people.participants.models import CaseFile
from people.privacy import actions as privacy


@transaction.atomic
def link_login(*, case_file: CaseFile, login: Person, by: Person) -> CaseFile:
    """The caseworker has asked: who signs in there is the person of this file. It is in their space from now on, and they are told.

    Cost: that of a merge, and about 8 queries. Raises NoSuchLogin, and what ``privacy.actions.merge`` raises.
    """
    file = CaseFile.objects.select_related("person").get(pk=case_file.pk)
    if not linking.logins_for(file).filter(pk=login.pk).exists():
        raise refusals.NoSuchLogin
    person = privacy.merge(keep=login, gone=file.person, by=by)
    file = CaseFile.objects.select_related("person", "organisation").get(person=person)
    audit.record("case_file.linked", file, by=by, fields=["person"])
    writing.tell(file, "participants/linked", key=f"{file.pk}:{person.pk}", about=file)
    return file


@transaction.atomic
def refuse_login(*, case_file: CaseFile, login: Person, by: Person) -> None:
    """Somebody else of the same name: asked no more. Cost: 3 or 4 queries. Raises NoSuchLogin."""
    file = CaseFile.objects.select_related("person").get(pk=case_file.pk)
    if not linking.logins_for(file).filter(pk=login.pk).exists():
        raise refusals.NoSuchLogin
    privacy.tell_apart(one=file.person, other=login, by=by)
