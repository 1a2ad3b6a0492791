"""« Mes consentements »: what I agreed to, in which words, and the way back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from people.accounts.http import PersonRequest
from people.accounts.rules import safe_next
from people.consent import actions, registry, rules
from people.consent.forms import GiveForm
from people.consent.models import Consent


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Every purpose that concerns me, with its whole wording, how it stands, and its history."""
    return render(request, "consent/mine.html", {"standings": rules.state_of(request.user.person)})


@access.signed_in
@no_store
@require_POST
def give(request: PersonRequest) -> HttpResponse:
    """The button under a wording. Comes back to where it stood."""
    form, person = GiveForm(request.POST), request.user.person
    back = safe_next(request) if request.POST.get("next") else "consent:mine"
    if not form.is_valid():
        messages.error(request, str(actions.NotAsked.message))
        return redirect(back)
    given = form.cleaned_data
    if not rules.may_be_asked(person, registry.of(given["purpose"]), given["about"]):
        messages.error(request, str(actions.NotAsked.message))
        return redirect(back)
    with refusal_told(request):
        actions.give(person=person, how=Consent.How.SELF, by=person, **given)
        messages.success(request, _("Your consent is noted. You can withdraw it here at any time."))
    return redirect(back)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """GET says what will disappear; POST withdraws. The button on « Mes consentements » posts at once: one step."""
    consent = reach(request, Consent.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        actions.withdraw(consent=consent, by=request.user.person)
        messages.success(request, _("Your consent is withdrawn. What it opened is closed from now on."))
        return redirect("consent:mine")
    return render(request, "consent/withdraw.html", {"consent": consent})
