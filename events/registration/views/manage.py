"""The registration's own page, behind the key of the mailed link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.registration import actions, asides, formparts, offering, paper, rules, tickets, waiting
from events.registration.forms import ChangeForm, PartyForm
from events.registration.models import Guardian, PlaceOffer, Registration, Terms
from events.registration.views import ticket

#: What opens these pages, for the table of access.
KEY = gettext_lazy("the key of the mailed link, 128 random bits")


def by_key(link_key: str) -> Registration:
    """Registration of a mailed link, its event and seats loaded; 404 for any other key. Cost: 2 queries."""
    found = Registration.objects.select_related("event__venue", "event__organisation", "event__terms")
    return get_object_or_404(found.prefetch_related("seats"), link_key=link_key)


@access.bearer(KEY)
@no_store
def manage(request: HttpRequest, link_key: str) -> HttpResponse:
    """State, tickets and what can be done. Cost: 2 queries, 1 more for who waits and for a series, and that of the asides."""
    registration = by_key(link_key)
    return _manage(request, registration)


def _manage(request: HttpRequest, registration: Registration, *, status: int = 200, **more: Any) -> HttpResponse:
    seat, event = registration.lead, registration.event
    may_change = rules.can_cancel(registration, event)
    context = {
        "registration": registration,
        "event": event,
        "seat": seat,
        "party": [(one, tickets.of(one)) for one in registration.party],
        "sittings": list(event.sittings.all()) if event.is_series else [],
        # At a series, whoever came once comes again.
        "has_ticket": registration.has_tickets
        and (seat.state == seat.State.EXPECTED or (event.is_series and seat.state == seat.State.PRESENT)),
        "ticket_code": tickets.of(seat),
        "rank": waiting.rank(registration) if registration.is_waiting else None,
        "offer": _offer_of(registration) if registration.is_offered and may_change else None,
        "guardian": Guardian.objects.filter(registration=registration).first()
        if registration.awaits_guardian
        else None,
        # A ticket that was used at the door is not given back.
        "can_cancel": may_change and seat.state not in {seat.State.PRESENT, seat.State.ABSENT},
        "can_change_party": rules.can_change_party(registration, event),
        "can_register_again": registration.is_cancelled and event.takes_registrations,
        "asides": asides.asides_of(registration, seat, event),
        "was_at_the_door": seat.state == seat.State.PRESENT,
        "crumb_items": [(event.title.text, event.get_absolute_url()), (_("Your registration"), None)],
    }
    return render(request, "registration/manage.html", context | more, status=status)


def _offer_of(registration: Registration) -> PlaceOffer | None:
    """The offer that can still be answered. Cost: 1 query."""
    offer = PlaceOffer.objects.open().filter(registration=registration).first()
    return offer if offer is not None and offer.is_open else None


@access.bearer(KEY)
@no_store
def all_tickets(request: HttpRequest, link_key: str) -> HttpResponse:
    """The tickets of a party in one file, a page each; 404 while there are none."""
    registration = by_key(link_key)
    for seat in registration.party:
        seat.registration, seat.event = registration, registration.event
    seats = [seat for seat in registration.party if ticket.is_valid(seat)]
    if not seats:
        raise Http404
    response = HttpResponse(paper.pdf_of(registration.event, *seats), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_("tickets")}-{registration.reference}.pdf"'
    return response


@access.bearer(KEY)
@no_store
@require_POST
def accept(request: HttpRequest, link_key: str) -> HttpResponse:
    """Take the offered place, for all of the party or for those who are ticked."""
    registration = by_key(link_key)
    offer = PlaceOffer.objects.filter(registration=registration).select_related("registration").last()
    if offer is None:
        return redirect("registration:manage", link_key=link_key)
    keep = None
    if registration.is_party and "chosen" in request.POST:
        keep = {int(number) for number in request.POST.getlist("keep") if number.isdecimal()}
    try:
        offering.accept(offer=offer, by=None, keep=keep)
    except Refusal as refusal:
        now = by_key(link_key)
        # Twice by the same click, or at two devices: the answer stands, and was this one.
        if not (now.state == Registration.State.CONFIRMED and keep in (None, {seat.pk for seat in now.party})):
            return _manage(request, now, status=409, refusal=str(refusal))
    return redirect("registration:manage", link_key=link_key)


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, link_key: str) -> HttpResponse:
    """Ask once, then leave the place to the next."""
    registration = by_key(link_key)
    offer = PlaceOffer.objects.filter(registration=registration).select_related("registration").last()
    if offer is None or not registration.is_offered:
        return redirect("registration:manage", link_key=link_key)
    if request.method == "POST":
        try:
            offering.decline(offer=offer, by=None)
        except Refusal as refusal:
            return _manage(request, by_key(link_key), status=409, refusal=str(refusal))
        return redirect("registration:manage", link_key=link_key)
    context = {
        "registration": registration,
        "event": registration.event,
        "crumb_items": _crumbs(registration, pgettext("place offer", "Decline")),
    }
    return render(request, "registration/decline.html", context)


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def party(request: HttpRequest, link_key: str) -> HttpResponse:
    """Who does not come after all, and who comes along."""
    registration = by_key(link_key)
    if not rules.can_change_party(registration, registration.event):
        return redirect("registration:manage", link_key=link_key)
    terms = Terms.of(registration.event)
    facts: dict[str, Any] = {"terms": terms, "party": registration.party}
    form = PartyForm(request.POST or None, **facts)
    if form.is_bound and form.asks_for_more:
        form = PartyForm(initial=formparts.started(request.POST), rows=len(form.rows), **facts)
    elif form.is_bound and form.is_valid():
        try:
            actions.change_party(
                registration=registration,
                leaving=form.leaving_ids,
                joining=form.companions,
                is_guardian=bool(form.cleaned_data.get("is_guardian")),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("registration:manage", link_key=link_key)
    context = {
        "registration": registration,
        "event": registration.event,
        "form": form,
        "terms": terms,
        "crumb_items": _crumbs(registration, _("Who comes")),
    }
    return render(request, "registration/party.html", context, status=422 if form.is_bound else 200)


@access.bearer(KEY)
@no_store
def change(request: HttpRequest, link_key: str) -> HttpResponse:
    """Correct name and address, choose mails."""
    registration = by_key(link_key)
    if not rules.can_cancel(registration, registration.event):
        return redirect("registration:manage", link_key=link_key)
    seat = registration.lead
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
