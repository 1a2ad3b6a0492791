"""Caseworkers register the people whom they follow, and give a place back for them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.gatherings import actions, rules
from network.pairing.gatherings.forms import RegisterForm
from network.pairing.gatherings.models import Gathering, Place
from network.pairing.gatherings.views.running import RELATED
from people.accounts.http import PersonRequest

registering = access.roles(*rules.REGISTERING_ROLES)


@registering
@no_store
@require_http_methods(["GET", "POST"])
def register(request: PersonRequest, pk: int) -> HttpResponse:
    """Those one follows who wish for group sessions of that edition. Cost: about 4 queries beside the frame's."""
    found = reach(request, Gathering.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    form = RegisterForm(request.POST or None, asking=rules.requests_to_register(request.user, found))
    if request.method == "POST" and form.is_valid():
        registered = waiting = 0
        for asked in form.chosen:
            try:
                place = actions.take(gathering=found, person=asked.person, by=request.user.person)
            except Refusal as refusal:
                messages.error(request, _("%(name)s: %(why)s") % {"name": asked.person.name, "why": refusal})
            else:
                registered += place.is_taken
                waiting += place.is_waiting
        if registered:
            words = ngettext("%(number)s person has a place.", "%(number)s people have a place.", registered)
            messages.success(request, words % {"number": registered})
        if waiting:
            words = ngettext(
                "%(number)s person is on the waiting list.", "%(number)s people are on the waiting list.", waiting
            )
            messages.info(request, words % {"number": waiting})
        return redirect("gatherings:gathering", pk=pk)
    return render(request, "gatherings/register.html", {"gathering": found, "form": form})


@registering
@no_store
@require_POST
def give_back(request: PersonRequest, pk: int) -> HttpResponse:
    """For somebody whom one follows."""
    place = reach(request, Place.objects.visible_to(request.user).with_people(), pk=pk)
    with refusal_told(request):
        actions.give_back(place=place, by=request.user.person)
        messages.success(request, _("The place is given back, and the person is told."))
    return redirect("gatherings:gathering", pk=place.gathering_id)
