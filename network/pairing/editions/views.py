"""How editions pair: who keeps one sets it, who works for it reads it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.editions import actions, rules
from network.pairing.editions.forms import ReviewerForm, SettingsForm
from network.pairing.editions.models import COORDINATORS, PairingSettings, Reviewer
from network.pairing.editions.sides import counts
from people.accounts.http import PersonRequest
from people.programmes.models import Edition

PAGE_SIZE = 25
working = access.roles(*rules.WORKING_ROLES)
coordinating = access.roles(*COORDINATORS)


@working
@no_store
@require_GET
def edition_list(request: PersonRequest) -> HttpResponse:
    """Editions that pair and that the user keeps, reviews, or works for; open ones first."""
    found = PairingSettings.objects.visible_to(request.user).select_related("edition__programme")
    found = found.prefetch_related("edition__regions").order_by("-edition__state", "-edition__starts_on", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pairing/editions.html", {"page_obj": page})


@working
@no_store
@require_GET
def overview(request: PersonRequest, pk: int) -> HttpResponse:
    """One edition: how it pairs, who reviews, and what each organisation brings."""
    visible = PairingSettings.objects.visible_to(request.user).select_related("edition__programme")
    settings = reach(request, visible, pk=pk)
    sides = counts(settings)
    partners = list(settings.edition.partners.select_related("organisation__region").order_by("role", "pk"))
    lines = [
        (partner, [(side.label, side.by_organisation.get(partner.organisation_id, 0)) for side in sides])
        for partner in partners
    ]
    keeps = rules.can_set_up(request.user, settings.edition)
    facts = {
        "settings": settings,
        "edition": settings.edition,
        "sides": sides,
        "lines": lines,
        "nobody": [(side.label, side.by_organisation.get(None, 0)) for side in sides],
        "together": [(side.label, sum(side.by_organisation.values())) for side in sides],
        "weights": [(settings.weight_name(part), weight) for part, weight in settings.weights.items()],
        "reviewers": settings.reviewers.select_related("person", "organisation").order_by("pk"),
        "keeps": keeps,
        "form": ReviewerForm(colleagues=rules.colleagues(settings)) if keeps else None,
    }
    return render(request, "pairing/edition.html", facts)


@coordinating
@no_store
@require_http_methods(["GET", "POST"])
def set_up(request: PersonRequest, pk: int) -> HttpResponse:
    """Say how an edition pairs; the button « Count again » keeps nothing."""
    edition = reach(request, Edition.objects.kept_by(request.user).select_related("programme"), pk=pk)
    settings = PairingSettings.objects.kept_by(request.user).filter(pk=pk).first()
    instance = settings or PairingSettings(edition=edition)
    form = SettingsForm(request.POST or None, instance=instance)
    counts_only = "count" in request.POST
    if request.method == "POST" and not counts_only and form.is_valid():
        try:
            actions.set_up(edition=edition, by=request.user.person, details=form.details, seen=form.seen)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your changes are kept. They hold from the next round on."))
            return redirect("pairing:edition", pk=pk)
    facts = {"form": form, "edition": edition, "is_new": settings is None, "counts_only": counts_only}
    return render(request, "pairing/set_up.html", facts)


@coordinating
@no_store
@require_POST
def reviewer_add(request: PersonRequest, pk: int) -> HttpResponse:
    settings = reach(request, PairingSettings.objects.kept_by(request.user).select_related("edition"), pk=pk)
    form = ReviewerForm(request.POST, colleagues=rules.colleagues(settings))
    if form.is_valid():
        with refusal_told(request):
            actions.name_reviewer(settings=settings, person=form.chosen, by=request.user.person)
            messages.success(request, _("Named: this person sees the rounds of the edition and decides, too."))
    else:
        messages.error(request, _("Choose somebody of the list."))
    return redirect("pairing:edition", pk=pk)


@coordinating
@no_store
@require_POST
def reviewer_remove(request: PersonRequest, pk: int, reviewer_pk: int) -> HttpResponse:
    reviewer = reach(request, Reviewer.objects.kept_by(request.user).filter(settings=pk), pk=reviewer_pk)
    actions.unname_reviewer(reviewer=reviewer, by=request.user.person)
    messages.success(request, _("This person no longer reviews the edition. What they decided stays."))
    return redirect("pairing:edition", pk=pk)
