"""Lists of registrations, kept from the organiser's list under a name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import asked
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.announcements import actions
from events.announcements.forms import ListForm, PickForm
from events.announcements.groups import LIST
from events.announcements.models import SavedList
from events.announcements.views.manage import event_run, working
from events.doors.listing import listing
from events.doors.views.registrations import SEARCH
from people.accounts.http import PersonRequest


@working
@no_store
@require_POST
def keep(request: PersonRequest, event_id: int) -> HttpResponse:
    """Ask for a name, keep the list, and lead to a message for it."""
    event = event_run(request, event_id)
    picked = _picked(request, event)
    if not picked:
        messages.error(request, _("Nobody was picked: tick a box before a name, or keep all of those found."))
        return redirect("doors:registrations", event.pk)
    form = ListForm(request.POST if "name" in request.POST else None)
    if form.is_valid():
        try:
            made = actions.keep_list(
                event=event, name=form.cleaned_data["name"], registrations=picked, by=request.user.person
            )
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The list is kept: you can write to those who stand on it."))
            return redirect(f"{reverse('announcements:compose', args=[event.pk])}?to={LIST}:{made.pk}")
    trail = [(_("Registrations"), reverse("doors:registrations", args=[event.pk])), (_("Keep as a list"), None)]
    context = {"event": event, "form": form, "picked": picked, "trail": trail}
    return render(request, "announcements/manage/list.html", context, status=422 if form.errors else 200)


@working
@no_store
@require_POST
def drop(request: PersonRequest, event_id: int, list_id: int) -> HttpResponse:
    """The list is no longer. A second click finds it gone, which is what was asked."""
    event = event_run(request, event_id)
    if kept := SavedList.objects.run_by(request.user).filter(event=event, pk=list_id).first():
        actions.drop_list(saved_list=kept, by=request.user.person)
        messages.success(request, _("The list is gone; what was sent to it stays."))
    return redirect("announcements:index", event.pk)


def _picked(request: PersonRequest, event: Event) -> list[int]:
    """Numbers of the registrations whose boxes are ticked, or of all that the list of registrations shows now."""
    form = PickForm(request.POST)
    if form.is_valid() and form.cleaned_data["all"]:
        words = asked.words(request, SEARCH % event.pk)
        return sorted(
            {line.registration for line in listing(event, state=form.cleaned_data["state"], words=words).lines}
        )
    return sorted({int(number) for number in request.POST.getlist("registration") if number.isdecimal()})
