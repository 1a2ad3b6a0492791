"""Who answers for privacy: for everybody to read, and for those who keep it."""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import access
from core.guard import reach
from core.pages import cached, no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.organisations.models import Organisation
from people.oversight import actions, rules
from people.oversight.forms import PolicyForm
from people.oversight.models import OVERSEERS, PrivacyPolicy

PAGE_SIZE = 50
#: Public pages are kept for all: they show what the anonymous see, whoever asks.
EVERYBODY = AnonymousUser()

overseeing = access.roles(*OVERSEERS)


@access.anyone
@cached(actions.GENERATION, "organisations")
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """The operator's policy and officer, and the organisations that have their own."""
    published = PrivacyPolicy.objects.visible_to(EVERYBODY)
    others = published.filter(is_operator=False).select_related("organisation")
    page = Paginator(others, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {"policy": published.filter(is_operator=True).first(), "page_obj": page}
    return render(request, "oversight/policies.html", facts)


@access.anyone
@cached(actions.GENERATION, "organisations")
@require_safe
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation's; ``pk`` is the organisation's."""
    rows = PrivacyPolicy.objects.visible_to(EVERYBODY).select_related("organisation")
    return render(request, "oversight/policy.html", {"policy": get_object_or_404(rows, organisation__pk=pk)})


@overseeing
@no_store
@require_http_methods(["GET"])
def policy_list(request: PersonRequest) -> HttpResponse:
    """Every organisation that holds files, those without a published policy first to see."""
    lacking = set(rules.organisations_lacking_a_policy().values_list("pk", flat=True))
    page = Paginator(rules.organisations_known().select_related("privacy_policy"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    facts = {"page_obj": page, "lacking": lacking, "operator_lacks": rules.operator_lacks_a_policy()}
    return render(request, "oversight/policy_list.html", facts)


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def policy_of_operator(request: PersonRequest) -> HttpResponse:
    return _edit(request, None)


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def policy_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """One organisation's; ``pk`` is the organisation's."""
    return _edit(request, reach(request, rules.organisations_known(), pk=pk))


def _edit(request: PersonRequest, organisation: Organisation | None) -> HttpResponse:
    """Save; with ``publish`` or ``withdraw`` in the form, show it to everybody or to nobody."""
    policy, by = actions.policy_of(organisation), request.user.person
    form = PolicyForm(request.POST or None, instance=actions.policy_of(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            if "withdraw" in request.POST:
                actions.withdraw_policy(policy=policy, by=by, details=form.details, seen=form.seen)
            else:
                policy = actions.write_policy(policy=policy, by=by, details=form.details, seen=form.seen)
            if "publish" in request.POST:
                actions.publish_policy(policy=policy, by=by)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(request))
            return redirect("oversight:policy_list")
    return render(request, "oversight/policy_form.html", {"form": form, "policy": policy, "organisation": organisation})


def _said(request: PersonRequest) -> str:
    if "publish" in request.POST:
        return _("The policy is published.")
    if "withdraw" in request.POST:
        return _("The policy is no longer shown; what you entered is kept.")
    return _("Your changes are kept.")
