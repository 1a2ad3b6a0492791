"""The page on which a parent or guardian answers, behind the key of the link mailed to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.registration import guarding
from events.registration.models import Guardian

KEY = gettext_lazy("the key of the link mailed to the parent or guardian, 128 random bits")


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest, key: str) -> HttpResponse:
    """What it is about, who comes, and two answers. Cost: 2 queries, and those of the answer."""
    asked = get_object_or_404(Guardian.objects.asked_by(key).prefetch_related("registration__seats"))
    registration, refusal = asked.registration, ""
    if request.method == "POST":
        try:
            if "agree" in request.POST:
                guarding.confirm(guardian=asked)
            elif "refuse" in request.POST:
                guarding.refuse(guardian=asked)
        except Refusal as refused:
            refusal = str(refused)
        asked = Guardian.objects.asked_by(key).prefetch_related("registration__seats").get()
        registration = asked.registration
    event = registration.event
    context = {
        "guardian": asked,
        "registration": registration,
        "event": event,
        "refusal": refusal,
        "can_answer": not asked.has_confirmed
        and registration.awaits_guardian
        and not event.is_cancelled
        and not event.is_past,
        "crumb_items": [(event.title.text, event.get_absolute_url()), (_("Your word as parent or guardian"), None)],
    }
    return render(request, "registration/guardian.html", context, status=409 if refusal else 200)
