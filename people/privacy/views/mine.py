"""« My data »: what is held about me, my copy, my erasure."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.files import serve
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.privacy import actions, copies, erasing, holds
from people.privacy.forms import ErasureForm
from people.privacy.models import DataCopy, Erasure


def own_pages() -> list[tuple[str, str, str]]:
    """Address, label and a line of each page where the person sees or decides more; what is not built is left out."""
    wanted = [
        ("accounts:mine", _("Correct my data"), _("My name, my language, my addresses, and how I sign in.")),
        ("consent:mine", _("My consents"), _("What I agreed to, and taking it back.")),
        ("oversight:who_read_mine", _("Who has read my file"), _("Who opened what about me, and when.")),
        ("privacy:doubles", _("Is this you?"), _("Entries under an address of mine that may be me.")),
    ]
    found = []
    for name, label, line in wanted:
        try:
            found.append((reverse(name), label, line))
        except NoReverseMatch:
            continue
    return found


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """What is held about me, by kind. Cost: 1 query a declared model, and 3."""
    person = request.user.person
    kinds = [
        holding for holding in actions.holdings(person) if any(held.export for held in holding.entry.fields.values())
    ]
    context = {
        "kinds": kinds,
        "copy": DataCopy.objects.of_person(person).first(),
        "erasure": Erasure.objects.of_person(person).open().first(),
        "own_pages": own_pages(),
    }
    return render(request, "privacy/mine.html", context)


@access.signed_in
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def own_copies(request: PersonRequest) -> HttpResponse:
    """Ask for a copy, and download the latest ones."""
    person = request.user.person
    if request.method == "POST":
        with refusal_told(request):
            copies.ask(person=person, language=request.LANGUAGE_CODE)
        return redirect("privacy:copies")
    ready = DataCopy.objects.of_person(person).to_download()
    making = DataCopy.objects.of_person(person).in_the_making().first()
    return render(request, "privacy/copies.html", {"ready": ready, "making": making})


@access.signed_in
@access.fresh()
@no_store
@require_GET
def own_copy(request: PersonRequest, pk: int) -> HttpResponse:
    """The file, for its owner alone, as long as it is kept."""
    copy = reach(request, DataCopy.objects.of_person(request.user.person).to_download(), pk=pk)
    copies.note_download(copy=copy, by=request.user.person)
    name = _("maillage-my-data-%(day)s.zip") % {"day": f"{copy.asked_at:%Y-%m-%d}"}
    return serve(copy.file, name=name, mime="application/zip")  # type: ignore[return-value]  # streamed: an answer too


@access.signed_in
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def own_erasure(request: PersonRequest) -> HttpResponse:
    """What goes, what stays and why, until when it can be taken back; and asking for it."""
    person = request.user.person
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.ask(person=person, by=person)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your erasure is planned. We have written to you."))
            return redirect("privacy:erasure")
    context = {
        "form": form,
        "erasure": Erasure.objects.of_person(person).open().first(),
        "standing": holds.standing_against(person),
        "days": erasing.delay().days,
        "kinds": actions.holdings(person),
        "staying": actions.staying(person),
    }
    return render(request, "privacy/erasure.html", context, status=422 if form.errors else 200)


@access.signed_in
@require_POST
def take_back(request: PersonRequest) -> HttpResponse:
    """« I stay »: no fresh sign-in is asked of somebody who changes their mind."""
    erasure = Erasure.objects.of_person(request.user.person).open().first()
    if erasure is None:
        messages.info(request, _("No erasure is planned."))
        return redirect("privacy:mine")
    with refusal_told(request):
        erasing.take_back(erasure=erasure, by=request.user.person)
        messages.success(request, _("The erasure is taken back. Nothing of yours was changed."))
    return redirect("privacy:mine")
