"""Notes, documents, the card and the portrait of a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.files import serve
from core.files.cv import make_harmless
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.consent import rules as consents
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants import actions, rules, showing
from people.participants.forms.staff import DocumentForm, NoteForm
from people.participants.models import Card, Document, Note, caseworker_scopes
from people.participants.places import file_url
from people.participants.views.staff.reaching import file_of, noted, working


@working
@no_store
@require_http_methods(["GET", "POST"])
def note(request: PersonRequest, reference: str) -> HttpResponse:
    """The form on the file's page sends here; what is wrong is put right here."""
    file = file_of(request, reference)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_note(case_file=file, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The note is kept."))
            return redirect(file_url(file, "notes"))
    return render(request, "participants/staff/note.html", {"file": file, "form": form})


@working
@no_store
@require_http_methods(["GET", "POST"])
def note_amend(request: PersonRequest, pk: int) -> HttpResponse:
    """Put right a note of one's own organisation; that it was amended stays on record."""
    own = Note.objects.editable_by(request.user).filter(organisation__scope__in=caseworker_scopes(request.user))
    written = reach(request, own.select_related("case_file__person", "case_file__organisation"), pk=pk)
    form = NoteForm(request.POST or None, note=written)
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend_note(note=written, by=request.user.person, seen=form.seen, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The note is amended."))
            return redirect(file_url(written.case_file, "notes"))
    noted(request, written.case_file, ReadEntry.Kind.NOTE)
    return render(request, "participants/staff/note.html", {"file": written.case_file, "form": form, "note": written})


@working
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def document_add(request: PersonRequest, reference: str) -> HttpResponse:
    """Add a document that the person brought; it is made harmless before it is kept."""
    file = file_of(request, reference)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.add_document(
                case_file=file,
                harmless=make_harmless(upload),
                name=upload.name,
                kind=form.cleaned_data["kind"],
                organisation=file.organisation,
                by=request.user.person,
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The document is kept."))
            return redirect(file_url(file, "documents"))
    return render(request, "participants/staff/document.html", {"file": file, "form": form})


@working
@no_store
@require_GET
def document(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Hand over a document; that it was opened is noted."""
    mine = Document.objects.visible_to(request.user).select_related("case_file__person", "case_file__organisation")
    found = reach(request, mine.filter(case_file__person__erased_at=None).select_related("organisation"), pk=pk)
    follows = rules.follows(request.user, found.case_file)
    note_read(
        by=request.user.person,
        about=found.case_file.person,
        kind=ReadEntry.Kind.CV if found.kind == Document.Kind.CV else ReadEntry.Kind.DOCUMENT,
        thing=found,
        organisation=found.case_file.organisation if follows else found.organisation,
    )
    return serve(found.file, name=found.name, mime=found.mime)


@working
@no_store
@require_http_methods(["GET", "POST"])
def document_remove(request: PersonRequest, pk: int) -> HttpResponse:
    mine = Document.objects.editable_by(request.user).select_related("case_file__person")
    found = reach(request, mine, pk=pk)
    file = found.case_file
    if request.method == "POST":
        actions.remove_document(document=found, by=request.user.person)
        messages.success(request, _("The document is removed."))
        return redirect(file_url(file, "documents"))
    context = {"file": file, "document": found, "back": file_url(file, "documents")}
    return render(request, "participants/staff/document_remove.html", context)


@working
@no_store
@require_GET
def card(request: PersonRequest, reference: str) -> HttpResponse:
    """The card as an employer, a mentor or a partner organisation reads it now, under the person's consents."""
    file = file_of(request, reference)
    shown = reach(request, Card.objects.visible_to(request.user).select_related("person"), person=file.person_id)
    noted(request, file, ReadEntry.Kind.CARD, shown)
    context = {"file": file, "face": showing.face_of(shown), "is_shown": consents.holds(file.person, "card")}
    return render(request, "participants/staff/card.html", context)
