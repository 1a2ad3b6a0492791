"""The page on which somebody with a seat says what they need, behind the key of the mailed link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.needs import actions, rules
from events.needs.forms import NeedsForm
from events.needs.purposes import EVENT_NEEDS, about
from events.registration.models import Registration, Seat
from events.registration.views.manage import KEY, by_key
from people.consent import rules as consents


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, link_key: str) -> HttpResponse:
    """Ask, show what was said, change it. Cost: 4 queries."""
    registration = by_key(link_key)
    seat, event = registration.lead, registration.event
    kept = dict(seat.wishes.values_list("what", "text"))
    may = rules.can_answer(seat, event)
    if not may and not kept:
        return redirect("registration:manage", link_key=link_key)
    standing = consents.standing(seat.person or registration.contact, EVENT_NEEDS.code, about(event.pk))
    form = NeedsForm(request.POST or None, event=event, kept=kept, agrees=standing.holds) if may else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            actions.answer(seat=seat, wishes=form.wishes, agreed=form.agreed)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("It is noted. You can change or withdraw it until the event begins.")
            messages.success(request, said if form.wishes else _("Nothing is kept: you ask for nothing in particular."))
            return redirect("registration:manage", link_key=link_key)
    context = {
        "registration": registration,
        "event": event,
        "form": form,
        "consent": standing.consent if standing.holds else None,
        "wishes": [wish.words for wish in seat.wishes.all()] if kept else [],
        "crumb_items": _crumbs(registration),
    }
    return render(request, "needs/answer.html", context, status=422 if form is not None and form.errors else 200)


@access.bearer(KEY)
@no_store
@require_POST
def withdraw(request: HttpRequest, link_key: str) -> HttpResponse:
    """Erase all of it now, in one step."""
    registration = by_key(link_key)
    seat: Seat = registration.lead
    actions.withdraw(seat=seat)
    messages.success(request, _("What you asked for is erased, and your consent withdrawn. Your seat stays yours."))
    return redirect("registration:manage", link_key=link_key)


def _crumbs(registration: Registration) -> list[tuple[str, str | None]]:
    event = registration.event
    return [
        (event.title.text, event.get_absolute_url()),
        (_("Your registration"), registration.get_absolute_url()),
        (_("What you need"), None),
    ]
