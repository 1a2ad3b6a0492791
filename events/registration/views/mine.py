"""What somebody signed in has registered for."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from core import access
from core.pages import no_store
from events.registration.models import Registration, Seat
from people.accounts.http import PersonRequest

PAGE = 20


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """My registrations: to come first. Cost: 2 queries."""
    found = Registration.objects.of_person(request.user.person)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "registration/mine.html", {"page_obj": page})


@access.signed_in
@no_store
@require_GET
def my_one(request: PersonRequest, event_id: int) -> HttpResponse:
    """The way from one's calendar to the registration of an event, whose own address is a secret: to the one
    with their own seat, else to one they made for others. Cost: 1 query, 2 for that.
    """
    person = request.user.person
    found = Registration.objects.of_person(person).active().filter(event__pk=event_id)
    own = found.filter(seats__in=Seat.objects.filter(person=person).active()).first() or found.first()
    if own is None:
        raise Http404
    return redirect(own)
