"""The agreement as the two people read, change and sign it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.matches import actions, lacking, rules
from network.pairing.matches.views.mine import crumbs
from network.pairing.matches.views.shared import edit_page, number_in, own, pdf, versions
from people.accounts.http import PersonRequest


@access.signed_in
@no_store
@require_GET
def agreement(request: PersonRequest, pk: int) -> HttpResponse:
    """What is to be signed, what is in force, and who has signed. Cost: about 8 queries beside the frame's."""
    found, side = own(request, pk)
    both = versions(found)
    draft = both["draft"] if rules.may_edit(found) else None
    facts = {
        "match": found,
        "side": side,
        "draft": draft,
        "may_edit": rules.may_edit(found),
        "missing": [str(each) for each in lacking.of(draft, found)] if draft else [],
        "signed_own": draft.signed_at(side) if draft else None,
        "signed_other": draft.signed_at(side.other) if draft else None,
        "crumb_items": crumbs(found, _("Agreement")),
    }
    return render(request, "matches/agreement.html", both | facts)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """The form of the match's format."""
    found, side = own(request, pk)
    back = reverse("matches:agreement", args=[pk])
    here = crumbs(found, _("Change the agreement"))
    return edit_page(request, found, "matches/edit.html", back, side=side, crumb_items=here)


@access.signed_in
@no_store
@require_POST
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign the words that were read: the form says which revision they were."""
    found, side = own(request, pk)
    with refusal_told(request):
        signed = actions.sign(match=found, revision=number_in(request, "revision"), side=side, by=request.user.person)
        if not signed.is_draft:
            messages.success(request, _("Both have signed: the agreement is in force."))
            return redirect("matches:match", pk=pk)
        messages.success(request, _("You have signed. The other is asked to sign, too."))
    return redirect("matches:agreement", pk=pk)


@access.signed_in
@no_store
@require_POST
def unsign(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one's signature back."""
    found, side = own(request, pk)
    with refusal_told(request):
        actions.unsign(match=found, side=side, by=request.user.person)
        messages.success(request, _("Your signature is taken back."))
    return redirect("matches:agreement", pk=pk)


@access.signed_in
@no_store
@require_POST
def new_version(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin a version that says what is in force."""
    found, _side = own(request, pk)
    try:
        actions.new_version(match=found, by=request.user.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("matches:agreement", pk=pk)
    return redirect("matches:edit", pk=pk)


@access.signed_in
@no_store
@require_POST
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    """Drop the version that nobody needs."""
    found, _side = own(request, pk)
    with refusal_told(request):
        actions.drop_version(match=found, by=request.user.person)
        messages.success(request, _("The new version is dropped. What both signed before goes on."))
    return redirect("matches:agreement", pk=pk)


@access.signed_in
@no_store
@require_GET
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """The agreement in force, to keep."""
    found, _side = own(request, pk)
    return pdf(found)
