"""« Mon espace »: one page that gathers, and the history behind it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access
from core.pages import no_store
from desks.my_space import gathering, history, rules
from people.accounts.http import PersonRequest

PAGE_SIZE = 30


@access.signed_in
@no_store
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """What waits for me, what comes next, my requests, and doors to what is held about me. Cost: about 20 queries."""
    return render(request, "my_space/home.html", {"space": gathering.space_of(request)})


@access.signed_in
@no_store
def arrival(request: PersonRequest) -> HttpResponse:
    """Where signing in leads: people who take part to their space, others to their work."""
    return redirect(rules.landing(request, request.user))


@access.signed_in
@no_store
@require_GET
def own_history(request: PersonRequest) -> HttpResponse:
    """What happened, the last first. Cost: 6 queries."""
    own = Paginator(history.lines_of(request.user.person), PAGE_SIZE).get_page(request.GET.get("page"))
    crumbs = [(_("My space"), reverse("my_space:home")), (_("My history"), None)]
    return render(request, "my_space/history.html", {"page_obj": own, "crumb_items": crumbs})
