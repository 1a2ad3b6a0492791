"""The registration's own page, behind the key of the mailed link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.registration import actions, asides, rules, tickets, waiting
from events.registration.forms import ChangeForm
from events.registration.models import Registration

#: What opens these pages, for the table of access.
KEY = gettext_lazy("the key of the mailed link, 128 random bits")


def by_key(link_key: str) -> Registration:
    """Registration of a mailed link, its event and seat loaded; 404 for any other key. Cost: 2 queries."""
    found = Registration.objects.select_related("event__venue", "event__organisation").prefetch_related("seats")
    return get_object_or_404(found, link_key=link_key)


@access.bearer(KEY)
@no_store
def manage(request: HttpRequest, link_key: str) -> HttpResponse:
    """State, ticket and what can be done. Cost: 2 queries, 3 on the waiting list, and that of the asides."""
    registration = by_key(link_key)
    seat, event = registration.seats.all()[0], registration.event
    context = {
        "registration": registration,
        "event": event,
        "seat": seat,
        "ticket_code": tickets.of(seat),
        "rank": waiting.rank(registration) if registration.is_waiting else None,
        # A ticket that was used at the door is not given back.
        "can_cancel": rules.can_cancel(registration, event) and seat.state in {seat.State.EXPECTED, seat.State.WAITING},
        "can_register_again": registration.is_cancelled and event.takes_registrations,
        "asides": asides.asides_of(registration, seat, event),
        "was_at_the_door": seat.state == seat.State.PRESENT,
        "crumb_items": [(event.title.text, event.get_absolute_url()), (_("Your registration"), None)],
    }
    return render(request, "registration/manage.html", context)


@access.bearer(KEY)
@no_store
def change(request: HttpRequest, link_key: str) -> HttpResponse:
    """Correct name and address, choose mails."""
    registration = by_key(link_key)
    if not rules.can_cancel(registration, registration.event):
        return redirect("registration:manage", link_key=link_key)
    seat = registration.seats.all()[0]
    form = ChangeForm.of(registration, seat.name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            changed = actions.change_details(
                registration=registration,
                name=answers["name"],
                email=answers["email"],
                language=answers["language"],
                wants_reminder=answers["wants_reminder"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("registration:manage", link_key=changed.link_key)
    context = {
        "registration": registration,
        "event": registration.event,
        "form": form,
        "crumb_items": _crumbs(registration, _("Change details")),
    }
    return render(request, "registration/change.html", context, status=422 if form.errors else 200)


@access.bearer(KEY)
@no_store
def cancel(request: HttpRequest, link_key: str) -> HttpResponse:
    """Ask once, then give the seat back."""
    registration = by_key(link_key)
    refusal = ""
    if request.method == "POST":
        try:
            actions.cancel(registration=registration, by=None)
        except Refusal as refused:
            refusal = str(refused)
        else:
            return redirect("registration:manage", link_key=link_key)
    elif not rules.can_cancel(registration, registration.event):
        return redirect("registration:manage", link_key=link_key)
    context = {
        "registration": registration,
        "event": registration.event,
        "refusal": refusal,
        "crumb_items": _crumbs(registration, _("Cancel")),
    }
    return render(request, "registration/cancel.html", context, status=409 if refusal else 200)


def _crumbs(registration: Registration, here: str) -> list[tuple[str, str | None]]:
    event = registration.event
    return [
        (event.title.text, event.get_absolute_url()),
        (_("Your registration"), registration.get_absolute_url()),
        (here, None),
    ]
