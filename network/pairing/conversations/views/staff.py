"""Reported messages, as the coordination reads and decides. Each reading is noted, and the two see it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from network.pairing.conversations import actions, rules
from network.pairing.conversations.forms import DecideForm
from network.pairing.conversations.models import Report
from network.pairing.conversations.reading import around, written
from network.pairing.editions.models import Reviewer
from people.accounts.http import PersonRequest
from people.oversight.actions import note_reads

PAGE_SIZE = 25
#: Messages shown before and after the reported one, and when more are asked for.
NEAR, FAR = 5, 60

working = access.roles(*rules.WORKING_ROLES)


@working
@no_store
@require_GET
def reports(request: PersonRequest) -> HttpResponse:
    """Those to read, oldest first; with ``?show=decided`` those that were. No word of a message stands here. Cost: 2 queries."""
    decided = request.GET.get("show") == "decided"
    found = Report.objects.visible_to(request.user).select_related("message__conversation__match__edition__programme")
    rows = (
        found.exclude(outcome="").order_by("-decided_at", "-pk") if decided else found.open().order_by("made_at", "pk")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "conversations/reports.html", {"page_obj": page, "decided": decided})


def _report(request: PersonRequest, pk: int) -> Report:
    related = ("message__conversation__match__edition__programme", "message__person", "by", "decided_by")
    people = ("message__conversation__match__candidate", "message__conversation__match__host")
    return reach(request, Report.objects.visible_to(request.user).select_related(*related, *people), pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def reported(request: PersonRequest, pk: int) -> HttpResponse:
    """The reported message among those around it; POST decides. Cost: 7 queries beside the frame's."""
    report = _report(request, pk)
    conversation = report.message.conversation
    match = conversation.match
    form = DecideForm(request.POST or None, match_is_live=match.is_live, is_closed=conversation.closed_at is not None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(report=report, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is decided; whoever reported is told."))
            return redirect("conversations:reported", pk=pk)
    named = Reviewer.objects.filter(settings__edition=match.edition_id, person=request.user.person).first()
    note_reads(
        by=request.user.person,
        about=[match.candidate, match.host],
        kind="message",
        thing=conversation,
        organisation=named.organisation if named else None,
    )
    wide = request.GET.get("more") == "1"
    shown = around(report.message, FAR if wide else NEAR)
    facts = {
        "report": report,
        "match": match,
        "conversation": conversation,
        "shown": shown,
        "has_more": not wide and written(conversation) > len(shown),
        "form": form,
    }
    return render(request, "conversations/reported.html", facts)


@working
@require_POST
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back that a conversation was closed after this report."""
    report = _report(request, pk)
    actions.reopen(conversation=report.message.conversation, by=request.user.person)
    messages.success(request, _("The conversation is open again; the two are told."))
    return redirect("conversations:reported", pk=pk)
