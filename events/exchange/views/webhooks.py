"""The organiser's pages of systems that are told what happens: connecting one, and what became of each message."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.exchange import actions, signing
from events.exchange.forms import SubscriptionForm
from events.exchange.models import Delivery, Subscription
from events.exchange.views.manage import trail, working
from people.accounts.http import PersonRequest

PAGE = 25


def subscription_of(request: PersonRequest, subscription_id: int) -> Subscription:
    """One's own, or anybody's for an administrator; else 404. Cost: 1 query."""
    found = Subscription.objects.visible_to(request.user).select_related("owner", "event")
    return reach(request, found, pk=subscription_id)


@working
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def subscribe(request: PersonRequest) -> HttpResponse:
    """Asks what is told to whom; the page that answers shows the signing key, this once."""
    form = SubscriptionForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        asked: dict[str, Any] = dict(form.cleaned_data)
        key = asked.pop("key")
        try:
            made = actions.subscribe(owner=request.user.person, form_key=key, **asked)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _key_page(request, made, signing.shown(made.salt), is_new=True)
    context = {"form": form, "trail": trail((_("Tell another system"), None))}
    return render(request, "exchange/subscribe.html", context, status=422 if form.errors else 200)


def _key_page(request: PersonRequest, held: Subscription, key: str, *, is_new: bool) -> HttpResponse:
    context = {"subscription": held, "key": key, "is_new": is_new, "trail": trail((held.name, None))}
    return render(request, "exchange/key.html", context)


@working
@no_store
@require_GET
def show(request: PersonRequest, subscription_id: int) -> HttpResponse:
    """What it is told, and each message with its tries. Cost: 5 queries, however many there are."""
    held = subscription_of(request, subscription_id)
    found = Delivery.objects.visible_to(request.user).filter(subscription=held)
    counts = found.aggregate(
        waiting=Count("pk", filter=Q(state="pending")), delivered=Count("pk", filter=Q(state="delivered"))
    )
    page = Paginator(found.prefetch_related("tries"), PAGE).get_page(request.GET.get("page"))
    context = {
        "subscription": held,
        "page_obj": page,
        "rows": [(row, list(row.tries.all())) for row in page],
        "waiting": counts["waiting"],
        "figures": [(counts["delivered"], _("delivered in 30 days")), (counts["waiting"], _("on their way"))],
        "trail": trail((held.name, None)),
    }
    return render(request, "exchange/subscription.html", context)


@working
@no_store
@require_POST
def ping(request: PersonRequest, subscription_id: int) -> HttpResponse:
    held = subscription_of(request, subscription_id)
    with refusal_told(request):
        actions.ping(subscription=held, by=request.user.person)
        messages.success(request, _("A test is on its way. Load this page again in a moment to see what came of it."))
    return redirect("exchange:subscription", held.pk)


@working
@no_store
@require_POST
def pause(request: PersonRequest, subscription_id: int) -> HttpResponse:
    held = subscription_of(request, subscription_id)
    actions.pause(subscription=held, by=request.user.person)
    messages.success(request, _("Nothing is sent for now. What happens meanwhile waits for you to resume."))
    return redirect("exchange:subscription", held.pk)


@working
@no_store
@require_POST
def resume(request: PersonRequest, subscription_id: int) -> HttpResponse:
    held = subscription_of(request, subscription_id)
    actions.resume(subscription=held, by=request.user.person)
    messages.success(request, _("Messages leave again, the oldest first."))
    return redirect("exchange:subscription", held.pk)


@working
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def change_key(request: PersonRequest, subscription_id: int) -> HttpResponse:
    """Asks once; the page that answers shows the new key, this once."""
    held = subscription_of(request, subscription_id)
    if request.method == "POST":
        return _key_page(request, held, actions.change_key(subscription=held, by=request.user.person), is_new=False)
    context = {"subscription": held, "trail": trail((held.name, None))}
    return render(request, "exchange/change_key.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, subscription_id: int) -> HttpResponse:
    """Asks once, since what was on its way goes too."""
    held = subscription_of(request, subscription_id)
    if request.method == "POST":
        actions.end(subscription=held, by=request.user.person)
        messages.success(request, _("This system is told nothing any more."))
        return redirect("exchange:index")
    return render(request, "exchange/end.html", {"subscription": held, "trail": trail((held.name, None))})


@working
@no_store
@require_POST
def send_again(request: PersonRequest, subscription_id: int, delivery_id: int) -> HttpResponse:
    held = subscription_of(request, subscription_id)
    found = Delivery.objects.visible_to(request.user).select_related("subscription")
    delivery = reach(request, found, subscription=held, pk=delivery_id)
    with refusal_told(request):
        actions.send_again(delivery=delivery, by=request.user.person)
        messages.success(request, _("The message leaves once more, under the same number."))
    return redirect("exchange:subscription", held.pk)
