"""What every page of a caseworker about somebody begins with."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from core import access
from core.guard import reach
from people.accompaniment import rules
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.participants.models import CaseFile

working = access.roles(*rules.WORKING_ROLES)

#: The page of the whole file, where the house has one: a desk above this room shows it.
WHOLE_FILE = "caseworker:file"


def file_of(request: PersonRequest, reference: str) -> CaseFile:
    """The file that the caseworker may open now; that they opened it is noted. Cost: 2 queries. Raises Http404."""
    files = CaseFile.objects.visible_to(request.user).select_related("person", "organisation", "caseworker")
    file = reach(request, files, reference=reference)
    note_read(by=request.user.person, about=file.person, kind="plan", thing=file, organisation=file.organisation)
    return file


def whole_file_url(file: CaseFile) -> str:
    """Address of the page of the whole file; "" where there is none."""
    try:
        return reverse(WHOLE_FILE, args=[file.reference])
    except NoReverseMatch:
        return ""


def back_to(file: CaseFile, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('accompaniment:file', args=[file.reference])}#{anchor}")
