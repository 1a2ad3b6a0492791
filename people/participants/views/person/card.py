"""My card: as I wrote it, as somebody else sees it, and the portrait on it."""

from django.contrib import messages
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.files import serve, serve_picture
from core.guard import reach
from core.pages import no_store
from people.accounts.http import PersonRequest
from people.consent.rules import holds
from people.oversight.actions import note_read
from people.participants import actions, rules, showing
from people.participants.forms.person import PortraitForm
from people.participants.models import Card, CaseFile
from people.participants.views.person.pages import own_file, page


def own_card(request: PersonRequest) -> Card | None:
    return Card.objects.of_person(request.user.person).select_related("person").prefetch_related("regions").first()


@access.signed_in
@no_store
@require_GET
def card(request: PersonRequest) -> HttpResponse:
    """All of it, and what of it others may see now. Cost: about 15 queries."""
    own, person = own_card(request), request.user.person
    shown = {
        "face": showing.face_of(own, whole=True) if own else None,
        "has_file": own_file(person) is not None,
        "is_shown": holds(person, "card"),
        "is_matched": holds(person, "matching"),
    }
    return page(request, "card", shown, (_("My card"), None))


@access.signed_in
@no_store
@require_GET
def preview(request: PersonRequest) -> HttpResponse:
    """The card as an employer sees it today: exactly what the consents allow. Cost: about 15 queries."""
    own = own_card(request)
    if own is None:
        return redirect("participants:card")
    shown = {"face": showing.face_of(own), "is_shown": holds(request.user.person, "card")}
    way = ((_("My card"), reverse("participants:card")), (_("As an employer sees it"), None))
    return page(request, "card_preview", shown, *way)


@access.signed_in
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def change_portrait(request: PersonRequest) -> HttpResponse:
    """A picture sent is drawn again from its pixels, then kept; who sees it is another question, asked below it."""
    person = request.user.person
    form = PortraitForm(request.POST, request.FILES) if request.method == "POST" else PortraitForm()
    if request.method == "POST" and form.is_valid():
        own = own_card(request) or actions.write_card(person=person, details={}, by=person)
        actions.set_portrait(card=own, content=form.drawn, by=person)
        messages.success(request, _("Your portrait is kept. It stands on your card only if you agree to that."))
        return redirect("participants:card")
    way = ((_("My card"), reverse("participants:card")), (_("My portrait"), None))
    return page(request, "portrait", {"form": form, "card": own_card(request)}, *way, is_refused=bool(form.errors))


@access.signed_in
@no_store
@require_POST
def remove_portrait(request: PersonRequest) -> HttpResponse:
    own = own_card(request)
    if own is not None and own.portrait:
        actions.set_portrait(card=own, content=None, by=request.user.person)
        messages.success(request, _("Your portrait is removed."))
    return redirect("participants:card")


# ------------------------------------------------------------------ what stands on somebody's card


@access.signed_in
@no_store
@require_GET
def portrait(request: PersonRequest, pk: int) -> FileResponse:
    """The picture of a card that one may see, while its person agrees to that; its owner and their caseworkers always."""
    shown = reach(request, Card.objects.visible_to(request.user).select_related("person"), pk=pk)
    if not shown.portrait or not showing.may_see_portrait(request.user, shown):
        raise Http404
    _noted(request, shown, "photo", shown)
    return serve_picture(shown.portrait, name="portrait.webp")


@access.signed_in
@no_store
@require_GET
def card_cv(request: PersonRequest, pk: int) -> FileResponse:
    """The CV behind a card that one may see, while its person agrees to that; its owner and their caseworkers always."""
    shown = reach(request, Card.objects.visible_to(request.user).select_related("person"), pk=pk)
    document = showing.cv_of(shown)
    if document is None or not showing.may_open_cv(request.user, shown):
        raise Http404
    _noted(request, shown, "cv", document)
    # Under a name that says nothing: most people name their CV after themselves.
    return serve(document.file, name=f"cv-{shown.pk}.{document.name.rpartition('.')[2]}", mime=document.mime)


def _noted(request: PersonRequest, shown: Card, kind: str, thing: Model) -> None:
    """Note that this was opened, for the organisation that follows the person or the one the reader acts for. Cost: 2 or 3 queries."""
    followed = CaseFile.objects.visible_to(request.user).select_related("organisation")
    organisation = rules.reads_for(request.user, followed.filter(person=shown.person_id).first())
    note_read(by=request.user.person, about=shown.person, kind=kind, thing=thing, organisation=organisation)
