"""My documents: what is kept, a copy of it, one more, one less."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.files import serve
from core.guard import reach
from core.pages import no_store
from people.accounts.http import PersonRequest
from people.consent.rules import holds
from people.participants import actions, profile
from people.participants.forms.person import DocumentForm
from people.participants.models import Document
from people.participants.views.person.pages import own_file, page


@access.signed_in
@no_store
@require_GET
def documents(request: PersonRequest) -> HttpResponse:
    """Cost: 3 queries."""
    own = Document.objects.of_person(request.user.person).select_related("organisation")
    shown = {
        "documents": own,
        "case_file": own_file(request.user.person),
        "cv_is_shown": holds(request.user.person, "cv"),
    }
    return page(request, "documents", shown, (_("My documents"), None))


@access.signed_in
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def add_document(request: PersonRequest) -> HttpResponse:
    """The file is made harmless in a process of its own as the form is checked; only that copy is kept."""
    person = request.user.person
    form = (
        DocumentForm(request.POST, request.FILES)
        if request.method == "POST"
        else DocumentForm(initial=_wanted(request))
    )
    if request.method == "POST" and form.is_valid():
        file = actions.open_file(person=person, by=person)
        actions.add_document(
            case_file=file, harmless=form.harmless, name=form.name, kind=form.cleaned_data["kind"], by=person
        )
        actions.pass_over(case_file=file, step=profile.DOCUMENTS, by=person)
        messages.success(request, _("Your document is kept. You and your caseworker can open it."))
        return redirect("participants:documents")
    way = ((_("My documents"), reverse("participants:documents")), (_("Add a document"), None))
    return page(request, "document_add", {"form": form}, *way, is_refused=bool(form.errors))


def _wanted(request: PersonRequest) -> dict[str, str]:
    """Which kind the link that led here spoke of."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in Document.Kind.values else {}


@access.signed_in
@no_store
@require_GET
def document(request: PersonRequest, pk: int) -> FileResponse:
    """My own copy, under the name I gave it."""
    own = reach(request, Document.objects.of_person(request.user.person), pk=pk)
    return serve(own.file, name=own.name, mime=own.mime)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def remove_document(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks, POST removes the document and its file; what an organisation added, its caseworkers remove."""
    own = reach(request, Document.objects.of_person(request.user.person).filter(organisation=None), pk=pk)
    if request.method == "POST":
        actions.remove_document(document=own, by=request.user.person)
        messages.success(request, _("The document is removed, and its file with it."))
        return redirect("participants:documents")
    way = ((_("My documents"), reverse("participants:documents")), (_("Remove"), None))
    return page(request, "document_remove", {"document": own}, *way)
