"""The organiser's pages: the conditions, who was invited, who is let in all the same."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.agenda.models import Event
from events.agenda.rules import WORKSPACE_ROLES
from events.agenda.views.public import audience_words
from events.gates import actions, checking, lists
from events.gates.codes import spoken
from events.gates.forms import GateForm, InviteForm, PassForm, ShareForm
from events.gates.models import Gate, Invitation, Pass, SharedCode
from people.accounts.fresh import say_put_aside
from people.accounts.http import PersonRequest

#: Invitations on a page of the list.
PAGE = 50
#: Lines that could not be read, named at most.
NAMED = 12

working = access.roles(*WORKSPACE_ROLES)


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(request, Event.objects.run_by(request.user).select_related("venue", "terms"), pk=event_id)


@working
@no_store
@require_http_methods(["GET", "POST"])
def gates(request: PersonRequest, event_id: int) -> HttpResponse:
    """The conditions as visitors read them, and one more. Cost: 6 queries, and what the conditions' choices ask."""
    event = event_run(request, event_id)
    form = GateForm(request.POST or None, event=event, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_gate(event=event, question=form.chosen, by=request.user)
        except Refusal as refusal:
            form.add_error("question", str(refusal))
        else:
            messages.success(request, _("The condition is kept. Whoever has registered stays registered."))
            return redirect("gates:gates", event.pk)
    mine = Pass.objects.run_by(request.user).filter(event=event)
    context = {
        "event": event,
        "form": form,
        "audience": audience_words(event),
        "rows": [(gate, checking.sentence_of(gate)) for gate in checking.gates_of(event)],
        "passes": mine.select_related("by", "used_by"),
        "invited": Invitation.objects.run_by(request.user).filter(event=event).count(),
    }
    return render(request, "gates/gates.html", context, status=422 if form.errors else 200)


@working
@require_POST
def remove(request: PersonRequest, event_id: int, gate_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    gate = reach(request, Gate.objects.run_by(request.user).select_related("event"), event=event, pk=gate_id)
    actions.remove_gate(gate=gate, by=request.user)
    messages.success(request, _("The condition is taken away: it is asked of nobody any more."))
    return redirect("gates:gates", event.pk)


# ------------------------------------------------------------------ let in by hand


@working
@no_store
@require_http_methods(["GET", "POST"])
def let_in(request: PersonRequest, event_id: int) -> HttpResponse:
    """Who, and why: then they are written to."""
    event = event_run(request, event_id)
    form = PassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.let_in(event=event, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("They are let in, and a letter with their code is on its way."))
            return redirect("gates:gates", event.pk)
    return render(request, "gates/let_in.html", {"event": event, "form": form}, status=422 if form.errors else 200)


@working
@require_POST
def take_back(request: PersonRequest, event_id: int, pass_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    given = reach(request, Pass.objects.run_by(request.user), event=event, pk=pass_id)
    with refusal_told(request):
        actions.take_back(given=given, by=request.user)
        messages.success(request, _("It is taken back: their code opens nothing any more."))
    return redirect("gates:gates", event.pk)


# ------------------------------------------------------------------ invitations


@working
@access.fresh(for_files=True)
@no_store
@require_http_methods(["GET", "POST"])
def invitations(request: PersonRequest, event_id: int) -> HttpResponse:
    """The list, and more people for it. Cost: 6 queries, however long it is."""
    event = event_run(request, event_id)
    form = InviteForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        say_put_aside(request, form, "file")
        if form.is_valid() and _invited(request, event, form):
            return redirect("gates:invitations", event.pk)
    mine = Invitation.objects.run_by(request.user).filter(event=event)
    page = Paginator(mine.select_related("used_by"), PAGE).get_page(request.GET.get("page"))
    shared = SharedCode.objects.filter(event=event).first()
    context = {
        "event": event,
        "form": form,
        "asked_again": access.put_aside(request),
        "page_obj": page,
        "unsent": mine.unsent().filter(used_by=None).count(),
        "used": mine.exclude(used_by=None).count(),
        "shared": shared,
        "shared_code": spoken(shared.code) if shared else "",
        "share_form": ShareForm(initial={"most_uses": shared.most_uses if shared else None}),
        "has_gate": any(gate.is_of_invited for gate in checking.gates_of(event)),
    }
    return render(request, "gates/invitations.html", context, status=422 if form.errors else 200)


def _invited(request: PersonRequest, event: Event, form: InviteForm) -> bool:
    """Put them on the list and say what came of it; False where the list was refused."""
    values = form.cleaned_data
    texts = [values["pasted"], lists.text_of(values["file"].read()) if values["file"] else ""]
    # Of one alone, the numbers of its lines are those that its program shows.
    reading = lists.read("\n".join(text for text in texts if text.strip()), language=values["language"])
    try:
        new = actions.invite(event=event, people=reading.people, by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    added = len(new)
    messages.success(
        request,
        ngettext("%(added)d person was added to the list.", "%(added)d people were added to the list.", added)
        % {"added": added},
    )
    if there := len(reading.people) - added + reading.doubles:
        messages.info(
            request,
            ngettext("%(there)d was there already.", "%(there)d were there already.", there) % {"there": there},
        )
    if reading.unread:
        lines = ", ".join(map(str, reading.unread[:NAMED])) + (" …" if len(reading.unread) > NAMED else "")
        messages.warning(request, _("No address was found on these lines: %(lines)s") % {"lines": lines})
    return True


@working
@require_POST
def send(request: PersonRequest, event_id: int) -> HttpResponse:
    """Write to those who have not been written to."""
    event = event_run(request, event_id)
    with refusal_told(request):
        sent = actions.send(event=event, by=request.user)
        words = ngettext("%(sent)d invitation is on its way.", "%(sent)d invitations are on their way.", sent)
        messages.success(request, words % {"sent": sent})
    return redirect("gates:invitations", event.pk)


def _own(request: PersonRequest, event: Event, invitation_id: int) -> Invitation:
    return reach(request, Invitation.objects.run_by(request.user), event=event, pk=invitation_id)


@working
@require_POST
def again(request: PersonRequest, event_id: int, invitation_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    with refusal_told(request):
        actions.send_again(invitation=_own(request, event, invitation_id), by=request.user)
        messages.success(request, _("The invitation is on its way again."))
    return redirect("gates:invitations", event.pk)


@working
@require_POST
def withdraw(request: PersonRequest, event_id: int, invitation_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    with refusal_told(request):
        actions.withdraw(invitation=_own(request, event, invitation_id), by=request.user)
        messages.success(request, _("They are off the list: their code opens nothing any more."))
    return redirect("gates:invitations", event.pk)


@working
@require_POST
def share(request: PersonRequest, event_id: int) -> HttpResponse:
    """Make the shared code, or change how often it opens."""
    event = event_run(request, event_id)
    form = ShareForm(request.POST)
    with refusal_told(request):
        if form.is_valid():
            actions.share(event=event, by=request.user, **form.cleaned_data)
        else:
            messages.error(request, _("Nothing was changed: say a number from 1 to 100,000."))
    return redirect("gates:invitations", event.pk)


@working
@require_POST
def close_shared(request: PersonRequest, event_id: int) -> HttpResponse:
    event = event_run(request, event_id)
    actions.close_shared(event=event, by=request.user)
    messages.success(request, _("The shared code opens nothing any more. Who came by it stays registered."))
    return redirect("gates:invitations", event.pk)
