"""Links for the two of a match, phase by phase: the coordination of an edition sets them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from network.pairing.matches import actions, rules
from network.pairing.matches.forms import LinkForm
from network.pairing.matches.models import Phase, Resource
from people.accounts.http import PersonRequest
from people.programmes.models import Edition

coordinating = access.roles(*rules.COMPLETING_ROLES)


@coordinating
@no_store
@require_GET
def editions(request: PersonRequest) -> HttpResponse:
    """Editions that pair, to choose one; of a single one, its page."""
    kept = Edition.objects.kept_by(request.user).filter(pairing__isnull=False).select_related("programme")
    found = list(kept.order_by("-starts_on", "pk"))
    if len(found) == 1:
        return redirect("matches:links", edition_pk=found[0].pk)
    return render(request, "matches/link_editions.html", {"editions": found})


@coordinating
@no_store
@require_http_methods(["GET", "POST"])
def links(request: PersonRequest, edition_pk: int) -> HttpResponse:
    """The links of one edition, and a form for one more."""
    kept = Edition.objects.kept_by(request.user).filter(pairing__isnull=False).select_related("programme")
    edition = reach(request, kept, pk=edition_pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_link(edition=edition, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is added."))
            return redirect("matches:links", edition_pk=edition_pk)
    found = list(Resource.objects.kept_by(request.user).filter(edition=edition))
    phases = [(phase, [link for link in found if link.phase == phase]) for phase in Phase]
    return render(request, "matches/links.html", {"edition": edition, "form": form, "phases": phases})


@coordinating
@no_store
@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one link away."""
    link = reach(request, Resource.objects.kept_by(request.user), pk=pk)
    edition_pk = link.edition_id
    actions.remove_link(link=link, by=request.user.person)
    messages.success(request, _("The link is removed."))
    return redirect("matches:links", edition_pk=edition_pk)
