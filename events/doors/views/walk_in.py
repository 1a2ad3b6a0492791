"""The page on which somebody without a registration is registered at the door and let in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.doors import desk, rules, walk_ins
from events.doors.forms import WalkInForm
from events.doors.refusals import NoSeatLeft
from events.doors.views import sitting_choice
from events.doors.views.door import chosen_door, event_at_door, stand_at, whoever_asks
from events.registration.models import Terms, new_key

#: Where the page was opened from, and where its answer leads back to.
LIST = "list"


@require_http_methods(["GET", "POST"])
@access.roles(*rules.AT_A_DOOR)
@no_store
def walk_in(request: HttpRequest, event_id: int) -> HttpResponse:
    """Ask for a name, register and let in. Cost: 6 queries to show, and those of ``walk_ins.walk_in``."""
    event = event_at_door(request, event_id)
    at = chosen_door(request, event.pk)
    origin = LIST if request.GET.get("from") == LIST else ""
    form = WalkInForm(
        request.POST if request.method == "POST" else None,
        initial={"door": at, "language": request.LANGUAGE_CODE, "key": new_key()},
        terms=Terms.of(event),
    )
    no_seat = False
    if request.method == "POST" and not form.asks_for_more and form.is_valid():
        try:
            answers = walk_ins.walk_in(
                event=event,
                **form.said,
                by=whoever_asks(request),
                runs=rules.runs(request.user, event),
                sitting=sitting_choice.chosen(request, event),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            no_seat = isinstance(refusal, NoSeatLeft)
        else:
            lead = answers[0]
            if not origin:
                stand_at(request, event.pk, lead.scan.door)
                return redirect(f"{reverse('doors:door', args=[event.pk])}?scan={lead.scan.pk}")
            messages.success(request, _("%(person)s is noted present.") % {"person": lead.seat.label})
            return redirect("doors:registration", event.pk, lead.seat.registration_id)
    context: dict[str, Any] = {
        "event": event,
        "door": at,
        "form": form,
        "origin": origin,
        "known_doors": desk.doors_of(event),
        "figures": desk.figures(event),
        "back": reverse("doors:registrations" if origin else "doors:door", args=[event.pk]),
        "can_raise": rules.runs(request.user, event),
        "no_seat": no_seat,
    }
    return render(
        request, "doors/walk_in.html", context, status=422 if form.is_bound and not form.asks_for_more else 200
    )
