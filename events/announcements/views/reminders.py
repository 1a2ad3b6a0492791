"""When people are reminded of an event."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    """Up to three moments, with a sentence of one's own. Cost: 3 queries, 4 for a series."""
    event = event_run(request, event_id)
    rules = list(event.reminder_rules.all())
    shown = print_whole(actions.rules_name(event), actions.rules_as_rows(rules))
    form, theirs = _form(request, event, rules), False
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
        "moments": _moments(event, rules),
    }
    return render(request, "announcements/manage/reminders.html", context, status=422 if form.errors else 200)


def _form(request: PersonRequest, event: Event, rules: Sequence[ReminderRule]) -> RulesForm:
    data = request.POST if request.method == "POST" else None
    return RulesForm(data, rules=rules, is_series=event.is_series)


def _moments(event: Event, rules: Sequence[ReminderRule]) -> list[dict[str, Any]]:
    """Each rule with the moment at which it falls (next), in the event's own time, and how many more there are after it."""
    sittings = list(event.sittings_standing) if event.is_series else []
    now, shown = timezone.now(), []
    for rule in rules:
        moments = sorted(rule.moment(held) for held in (sittings if sittings and rule.each_sitting else [event]))
        to_come = [moment for moment in moments if moment > now]
        at = local_of(to_come[0] if to_come else moments[-1], event.zone)
        more = _more_words(len(to_come) - 1) if len(to_come) > 1 else ""
        shown.append({"rule": rule, "at": at, "is_past": not to_come, "more": more})
    return shown


def _more_words(number: int) -> str:
    return ngettext(
        "then before %(number)s more sitting", "then before each of the %(number)s sittings that follow", number
    ) % {"number": number}
