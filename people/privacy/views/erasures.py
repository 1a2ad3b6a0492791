"""Erasures as those see them who ask for others, or who answer for the register."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.privacy import actions, erasing, holds, rules
from people.privacy.forms import ErasureForForm
from people.privacy.models import GUARDIANS, Erasure

guarding = access.roles(*GUARDIANS)
asking = access.roles(*rules.ASKING)


@guarding
@no_store
@require_GET
def erasures(request: PersonRequest) -> HttpResponse:
    """Planned ones first, by their day, then settled ones, latest first; 50 a page. Cost: 2 queries."""
    is_done = request.GET.get("show") == "settled"
    seen = Erasure.objects.visible_to(request.user)
    found = seen.select_related("person", "asked_by", "taken_back_by")
    rows = found.exclude(pk__in=seen.open().values("pk")) if is_done else found.open().order_by("due_at", "pk")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "privacy/erasures.html", {"page_obj": page, "settled": is_done})


@asking
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def erasure_for(request: PersonRequest, person_pk: int) -> HttpResponse:
    """Ask for somebody's erasure on their behalf; 404 for whom one may not ask for."""
    person = reach(request, rules.spoken_for(request.user), pk=person_pk)
    form = ErasureForForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.ask(person=person, by=request.user.person, channel=form.cleaned_data["channel"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The erasure is planned, and the person is told."))
            return redirect("privacy:erasure_for", person.pk)
    planned = Erasure.objects.of_person(person).open().first()
    context = {
        "form": form,
        "person": person,
        "reached": bool(erasing.address_of(person)),
        "erasure": planned,
        "can_take_back": planned and rules.erasures_answered_for(request.user).filter(pk=planned.pk).exists(),
        "standing": holds.standing_against(person),
        "days": erasing.delay().days,
        "kinds": actions.holdings(person),
        "staying": actions.staying(person),
    }
    return render(request, "privacy/erasure_for.html", context, status=422 if form.errors else 200)


@asking
@require_POST
def take_back_for(request: PersonRequest, pk: int) -> HttpResponse:
    """The person changed their mind; for whoever asked and still speaks for them, and those who guard the register. Others: 404."""
    erasure = reach(request, rules.erasures_answered_for(request.user).select_related("person"), pk=pk)
    with refusal_told(request):
        erasing.take_back(erasure=erasure, by=request.user.person)
        messages.success(request, _("The erasure is taken back, and the person is told."))
    if request.user.holds_any(*GUARDIANS):
        return redirect("privacy:erasures")
    return redirect(reverse("privacy:erasure_for", args=[erasure.person_id]))
