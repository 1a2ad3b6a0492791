"""The organiser's pages: which systems are connected, their tokens, and how the interface is spoken to."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.guard import reach
from core.mail import absolute
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.agenda.rules import WORKSPACE_ROLES
from events.exchange import actions, description
from events.exchange.forms import TokenForm
from events.exchange.models import Kind, Subscription, Token
from people.accounts.http import PersonRequest

working = access.roles(*WORKSPACE_ROLES)


def trail(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Other systems"), reverse("exchange:index")), *more]


@working
@no_store
@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """What is connected. Cost: 2 queries, however much there is."""
    waiting = Count("deliveries", filter=Q(deliveries__state="pending"))
    context = {
        "tokens": Token.objects.visible_to(request.user).select_related("owner"),
        "subscriptions": Subscription.objects.visible_to(request.user)
        .select_related("owner", "event")
        .annotate(waiting=waiting),
        "shows_owners": request.user.holds_any("administrator"),
    }
    return render(request, "exchange/index.html", context)


@working
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def new_token(request: PersonRequest) -> HttpResponse:
    """Asks what it is for; the page that answers shows the token, this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked: dict[str, Any] = dict(form.cleaned_data)
        try:
            made = actions.make_token(
                owner=request.user.person,
                name=asked["name"],
                scopes=asked["scopes"],
                last_day=asked["last_day"],
                form_key=asked["key"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"token": made.token, "text": made.text, "trail": trail((_("The new token"), None))}
            return render(request, "exchange/token_made.html", context)
    context = {"form": form, "trail": trail((_("A token for another system"), None))}
    return render(request, "exchange/token_new.html", context, status=422 if form.errors else 200)


@working
@no_store
@require_http_methods(["GET", "POST"])
def revoke(request: PersonRequest, token_id: int) -> HttpResponse:
    """Asks once, since the other system stops working at once."""
    token = reach(request, Token.objects.visible_to(request.user).select_related("owner"), pk=token_id)
    if request.method == "POST":
        with refusal_told(request):
            actions.revoke_token(token=token, by=request.user.person)
            messages.success(request, _("The token is revoked: it opens nothing any more."))
        return redirect("exchange:index")
    return render(request, "exchange/revoke.html", {"token": token, "trail": trail((_("Revoke a token"), None))})


@working
@no_store
@require_GET
def interface(request: PersonRequest) -> HttpResponse:
    """How to speak to the interface, for whoever writes the other system. No query."""
    context = {
        "lines": description.lines(),
        "scopes": list(description.scopes()),
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "base": absolute("/api/v1/"),
        "openapi": absolute(reverse("api:openapi")),
        "trail": trail((_("How systems speak with Maillage"), None)),
    }
    return render(request, "exchange/interface.html", context)
