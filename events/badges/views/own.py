"""The page on which somebody with a seat says what stands on their badge, behind the key of the mailed link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.badges import actions, rules
from events.badges.bulk import badge_of
from events.badges.forms import BadgeForm
from events.registration.models import Registration, Seat
from events.registration.views.manage import KEY, by_key


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, link_key: str) -> HttpResponse:
    """The lead's badge, or that of another seat of the party (``?seat=``). Cost: 4 queries."""
    registration = by_key(link_key)
    event = registration.event
    wearing = [seat for seat in registration.party if rules.can_wish(seat, event)]
    if not wearing:
        return redirect("registration:manage", link_key=link_key)
    seat = _chosen(request, wearing)
    seat = Seat.objects.select_related("registration__organisation", "badge").get(pk=seat.pk)
    form = BadgeForm(request.POST if request.method == "POST" else None, seat=seat)
    if request.method == "POST" and form.is_valid():
        try:
            actions.wish(seat=seat, **form.said, by=None)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your badge is noted. You can change it until the event is over."))
            return redirect("registration:manage", link_key=link_key)
    context = {
        "registration": registration,
        "event": event,
        "seat": seat,
        "others": [one for one in wearing if one.pk != seat.pk],
        "badge": badge_of(seat, event),
        "form": form,
        "crumb_items": _crumbs(registration),
    }
    return render(request, "badges/own.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, wearing: list[Seat]) -> Seat:
    """The seat that the address names; 404 for another registration's."""
    number = request.GET.get("seat", "")
    if not number:
        return wearing[0]
    for seat in wearing:
        if str(seat.pk) == number:
            return seat
    raise Http404


def _crumbs(registration: Registration) -> list[tuple[str, str | None]]:
    event = registration.event
    return [
        (event.title.text, event.get_absolute_url()),
        (_("Your registration"), registration.get_absolute_url()),
        (_("Your badge"), None),
    ]
