"""What I asked for: where it stands, why, and what I can do about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from people.accounts.http import PersonRequest
from people.organisations.models import Organisation
from people.participants import actions, facts, stages
from people.participants.models import Candidacy, Decision
from people.participants.models.candidacy import CandidacyQuerySet
from people.participants.views.person.pages import page

PAGE_SIZE = 20


def own_requests(request: PersonRequest) -> CandidacyQuerySet:
    return stages.with_what_is_shown(Candidacy.objects.of_person(request.user.person))


@access.signed_in
@no_store
@require_GET
def requests(request: PersonRequest) -> HttpResponse:
    """All I asked for, the last first. Cost: 2 queries."""
    found = own_requests(request).order_by("-asked_at", "-pk")
    own = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [(candidacy, stages.stage_of(candidacy)) for candidacy in own]
    return page(request, "requests", {"page_obj": own, "requests": shown}, (_("My requests"), None))


@access.signed_in
@no_store
@require_GET
def candidacy(request: PersonRequest, pk: int) -> HttpResponse:
    """One request: steps, decision with each condition, who follows me. Cost: 3 queries, 10 more with a decision."""
    own = reach(request, own_requests(request), pk=pk)
    decision = own.decisions.first()
    shown = {
        "candidacy": own,
        "stage": stages.stage_of(own),
        "decision": decision,
        "decided_by": _who_decided(own, decision) if decision else None,
        "explained": facts.explained(decision) if decision else [],
        "may_ask_again": own.state == Candidacy.State.NOT_YET,
    }
    return page(
        request, "candidacy", shown, (_("My requests"), reverse("participants:requests")), (own.edition.title, None)
    )


def _who_decided(own: Candidacy, decision: Decision) -> Organisation | None:
    """The organisation that followed the person then: whoever follows them now answers for no decision of another."""
    spell = own.case_file.followings.at(decision.decided_at).select_related("organisation").last()
    return spell.organisation if spell else None


@access.signed_in
@no_store
@require_POST
def ask_again(request: PersonRequest, pk: int) -> HttpResponse:
    own = reach(request, Candidacy.objects.of_person(request.user.person), pk=pk)
    with refusal_told(request):
        actions.ask_again(candidacy=own, by=request.user.person)
        messages.success(request, _("Your request is examined anew."))
    return redirect("participants:candidacy", own.pk)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """GET says what ends; POST ends it."""
    own = reach(request, own_requests(request), pk=pk)
    if request.method == "POST":
        actions.end(candidacy=own, by=request.user.person)
        messages.success(request, _("Your request is withdrawn. You may ask again whenever you like."))
        return redirect("participants:requests")
    way = ((_("My requests"), reverse("participants:requests")), (_("Withdraw"), None))
    return page(request, "withdraw", {"candidacy": own}, *way)
