"""When people are reminded of an event."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import local_of
from core.pages import no_store
from core.refusals import Refusal
from core.versions import ChangedAsAWhole, SeenWhole, print_whole
from events.agenda.models import Event
from events.announcements import actions
from events.announcements.forms import RulesForm
from events.announcements.models import ReminderRule
from events.announcements.views.manage import asks, event_run, working
from people.accounts.http import PersonRequest


@working
@no_store
@asks
def reminders(request: PersonRequest, event_id: int) -> HttpResponse:
    """Up to three moments, with a sentence of one's own. Cost: 3 queries."""
    event = event_run(request, event_id)
    rules = list(event.reminder_rules.all())
    shown = print_whole(actions.rules_name(event), actions.rules_as_rows(rules))
    form, theirs = RulesForm(request.POST if request.method == "POST" else None, rules=rules), False
    if request.method == "POST":
        shown = request.POST.get("shown", "")
        if form.is_valid():
            try:
                actions.set_rules(event=event, rules=form.rules, by=request.user.person, seen=SeenWhole(shown))
            except ChangedAsAWhole as refusal:
                # Who sends it again has seen that.
                form.add_error(None, str(refusal))
                theirs, shown = True, print_whole(actions.rules_name(event), actions.rules_as_rows(rules))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The reminders are kept."))
                return redirect("announcements:reminders", event.pk)
    context = {
        "event": event,
        "form": form,
        "shown": shown,
        "theirs": theirs,
        "moments": [_moment(event, rule) for rule in rules],
    }
    return render(request, "announcements/manage/reminders.html", context, status=422 if form.errors else 200)


def _moment(event: Event, rule: ReminderRule) -> dict[str, Any]:
    """A rule with the moment at which it falls, in the event's own time."""
    moment = rule.moment(event)
    return {"rule": rule, "at": local_of(moment, event.zone), "is_past": moment <= timezone.now()}
