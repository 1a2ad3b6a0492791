"""How a staff page reaches a row: out of what the organisation of the one who asks follows now, or 404."""

from django.db.models import Model

from core import access
from core.guard import reach
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.participants import rules
from people.participants.models import Candidacy, CaseFile

working = access.roles(*rules.WORKING_ROLES)
coordinating = access.roles(*rules.COORDINATING_ROLES)


def file_of(request: PersonRequest, reference: str) -> CaseFile:
    """A file that the user's organisation follows, with its person and organisation. Cost: 1 query."""
    files = CaseFile.objects.visible_to(request.user).there()
    return reach(request, files.select_related("person", "organisation", "caseworker"), reference=reference.upper())


def candidacy_of(request: PersonRequest, pk: int) -> Candidacy:
    """A request of somebody whom the user's organisation follows. Cost: 1 query."""
    here = {"case_file__person__erased_at": None, "case_file__person__merged_into": None}
    found = Candidacy.objects.visible_to(request.user).filter(**here)
    related = found.select_related("case_file__person", "case_file__organisation", "edition__programme")
    return reach(request, related, pk=pk)


def noted(request: PersonRequest, case_file: CaseFile, kind: str, thing: Model | None = None) -> None:
    """Note that the user read this of the person, for the organisation that follows them. Cost: 1 query."""
    note_read(
        by=request.user.person,
        about=case_file.person,
        kind=kind,
        thing=thing or case_file,
        organisation=case_file.organisation,
    )
