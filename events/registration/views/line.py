"""The organiser's page of who waits: the order, who was passed, whose answer is awaited, and who goes first for a reason."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.registration import offering
from events.registration.forms.running import ReasonForm
from events.registration.models import PlaceOffer, Registration, Terms
from events.registration.views.terms import event_run, working
from people.accounts.http import PersonRequest

PAGE = 50
#: Answers shown below the list, the latest first.
LATEST = 20


@working
@no_store
@require_GET
def line(request: PersonRequest, event_id: int) -> HttpResponse:
    """Who waits, in order, and the offers. Cost: 6 queries, however many wait."""
    event = event_run(request, event_id)
    mine = Registration.objects.run_by(request.user).filter(event=event)
    page = Paginator(mine.waiting().select_related("contact"), PAGE).get_page(request.GET.get("page"))
    offers = (
        PlaceOffer.objects.run_by(request.user)
        .filter(registration__event=event)
        .select_related("registration__contact")
    )
    answered = offers.exclude(state=PlaceOffer.State.OPEN).order_by("-answered_at", "-pk")
    context = {
        "event": event,
        "terms": Terms.of(event),
        "page_obj": page,
        "places": [(page.start_index() + number, party) for number, party in enumerate(page)],
        "open_offers": offers.open().order_by("expires_at", "pk"),
        "answered": answered[:LATEST],
    }
    return render(request, "registration/manage/line.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def out_of_turn(request: PersonRequest, event_id: int, registration_id: int) -> HttpResponse:
    """Ask why, then offer the free seats to this party before the others."""
    event = event_run(request, event_id)
    registration = reach(request, Registration.objects.run_by(request.user), event=event, pk=registration_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            offer = offering.offer_out_of_turn(registration=registration, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            done = (
                _("The place is offered; the party was told.") if offer else _("The party has its seats, and was told.")
            )
            messages.success(request, done)
            return redirect("registration:line", event.pk)
    context = {"event": event, "registration": registration, "form": form}
    return render(request, "registration/manage/out_of_turn.html", context, status=422 if form.errors else 200)


@working
@require_POST
def take_back(request: PersonRequest, event_id: int, offer_id: int) -> HttpResponse:
    """An offer out of turn was a mistake."""
    event = event_run(request, event_id)
    offers = PlaceOffer.objects.run_by(request.user).select_related("registration")
    offer = reach(request, offers, registration__event=event, pk=offer_id)
    with refusal_told(request):
        offering.take_back(offer=offer, by=request.user)
        messages.success(request, _("The offer is taken back. The party waits at the place it had, and was told."))
    return redirect("registration:line", event.pk)
