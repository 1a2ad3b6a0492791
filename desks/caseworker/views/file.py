"""One person's file: what is known, side by side with their card, and what every room knows beside it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import access
from core.guard import reach
from core.pages import no_store
from desks.caseworker.forms import NotesForm
from desks.caseworker.reading import Reading
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants import rules
from people.participants.forms.staff import NoteForm
from people.participants.models import CaseFile, Document, Following, Note
from people.participants.sections import sections

NOTES_A_PAGE = 20


@access.roles(*rules.WORKING_ROLES)
@no_store
@require_GET
def file(request: PersonRequest, reference: str) -> HttpResponse:
    """The whole file for the organisation that follows the person; for a former one what it wrote. Every reading is noted.

    Cost: 32 queries beside the frame's and the sections', whatever the file holds.
    """
    reference = reference.upper()
    related = ("person__card", "organisation", "caseworker", "household", "status", "category", "region", "mrc")
    files = CaseFile.objects.visible_to(request.user).there().filter(reference=reference)
    found = files.select_related(*related).prefetch_related("french_levels__skill", "french_levels__level").first()
    if found is None:
        return _of_a_former_organisation(request, reference)
    return _whole(request, found)


def _whole(request: PersonRequest, found: CaseFile) -> HttpResponse:
    reading = Reading(found)
    kinds = NotesForm(request.GET)
    kind = kinds.cleaned_data["note"] if kinds.is_valid() else ""
    notes = Note.objects.visible_to(request.user).filter(case_file=found).select_related("author", "organisation")
    page = Paginator(notes.filter(kind=kind) if kind else notes, NOTES_A_PAGE).get_page(request.GET.get("notes"))
    documents = Document.objects.visible_to(request.user).filter(case_file=found)
    _note(request, reading, has_notes=bool(page.object_list))
    context: dict[str, Any] = {
        "file": found,
        "reading": reading,
        "page_obj": page,
        "note_kind": kind,
        "note_kinds": Note.Kind.choices,
        "note_form": NoteForm(),
        "documents": documents.select_related("organisation", "added_by"),
        "own_scopes": [organisation.pk for organisation in rules.organisations_of(request.user)],
        "sections": [(section, section.render(request, found)) for section in sections()],
    }
    return render(request, "caseworker/file.html", context)


def _note(request: PersonRequest, reading: Reading, *, has_notes: bool) -> None:
    """What this page hands over: the file, the card and the notes, those that are there. Cost: up to 3 queries."""
    found = reading.file
    read = [(ReadEntry.Kind.FILE, found), (ReadEntry.Kind.CARD, reading.card)]
    if has_notes:
        read.append((ReadEntry.Kind.NOTE, found))
    for kind, thing in read:
        if thing is not None:
            note_read(
                by=request.user.person, about=found.person, kind=kind, thing=thing, organisation=found.organisation
            )


def _of_a_former_organisation(request: PersonRequest, reference: str) -> HttpResponse:
    """What one's organisation wrote before the person was handed over: no name, and nothing that came after."""
    files = CaseFile.objects.once_followed_by(request.user).there()
    spells = Following.objects.by_organisations_of(request.user).select_related("organisation")
    ours = Prefetch("followings", spells, to_attr="ours")
    found = reach(request, files.prefetch_related(ours), reference=reference)
    notes = Note.objects.visible_to(request.user).filter(case_file=found).select_related("author", "organisation")
    page = Paginator(notes, NOTES_A_PAGE).get_page(request.GET.get("notes"))
    documents = list(Document.objects.visible_to(request.user).filter(case_file=found))
    note_read(
        by=request.user.person,
        about=found.person,
        kind=ReadEntry.Kind.NOTE,
        thing=found,
        organisation=found.ours[0].organisation,  # type: ignore[attr-defined]  # prefetched
    )
    context = {"file": found, "page_obj": page, "documents": documents}
    return render(request, "caseworker/file_former.html", context)
