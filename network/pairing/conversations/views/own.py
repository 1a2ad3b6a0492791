"""The conversation as its two people read it and write in it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.conversations import actions, masking, naming
from network.pairing.conversations.forms import MessageForm, ReportForm
from network.pairing.conversations.models import Conversation, Message
from network.pairing.conversations.reading import Line, Thread, thread_of
from network.pairing.conversations.relay import address_of
from network.pairing.matches.views.mine import crumbs
from people.accounts.http import PersonRequest

#: The largest number that a column holds.
LARGEST = 2**63 - 1


def _conversation(request: PersonRequest, pk: int) -> Conversation:
    """One's own, with its match and both sides. Cost: 2 queries."""
    own = Conversation.objects.of_person(request.user.person)
    return reach(
        request, own.select_related("match__edition__programme").prefetch_related("voices__party__person"), pk=pk
    )


def _thread(request: PersonRequest, conversation: Conversation, *, before: int | None = None) -> Thread:
    both = sorted(conversation.voices.all(), key=lambda voice: voice.party.person_id != request.user.person_id)
    return thread_of(conversation, both[0], both[1], before=before)


def _line(shown: Thread, number: str) -> Line | None:
    """The message of that number, among those shown."""
    return next((line for line in shown.lines if str(line.message.pk) == number), None)


def _page(
    request: PersonRequest, thread: Thread, form: MessageForm, *, is_latest: bool = True, answered: Line | None = None
) -> HttpResponse:
    facts: dict[str, Any] = {
        "thread": thread,
        "form": form,
        "is_latest": is_latest,
        "answered": answered,
        "address": address_of(thread.own),
        "crumb_items": crumbs(thread.match, _("Messages")),
    }
    return render(request, "conversations/thread.html", facts)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def thread(request: PersonRequest, pk: int) -> HttpResponse:
    """The latest messages, or with ``?before=`` earlier ones; POST writes. Cost: 5 queries beside the frame's, 3 with news."""
    conversation = _conversation(request, pk)
    if request.method == "POST":
        return _write(request, conversation)
    asked = request.GET.get("before", "")
    before = min(int(asked), LARGEST) if asked.isdecimal() and asked.isascii() and len(asked) < 20 else None
    shown = _thread(request, conversation, before=before)
    if before is None and shown.last:
        actions.mark_read(voice=shown.own, up_to=shown.last)
    answered = _line(shown, request.GET.get("reply", ""))
    form = MessageForm(answered=answered.message if answered else None)
    return _page(request, shown, form, is_latest=before is None, answered=answered)


def _write(request: PersonRequest, conversation: Conversation) -> HttpResponse:
    form = MessageForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        there = Message.objects.of_people(request.user.person).filter(conversation=conversation)
        answered = there.filter(pk=typed["in_reply_to"] or 0).first()
        try:
            actions.write(
                conversation=conversation,
                by=request.user.person,
                text=typed["text"],
                once=typed["once"],
                in_reply_to=answered,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("conversations:thread", args=[conversation.pk]) + "#end")
    shown = _thread(request, conversation)
    return _page(request, shown, form, answered=_line(shown, request.POST.get("in_reply_to", "")))


@access.signed_in
@no_store
@require_GET
def part(request: PersonRequest, pk: int) -> HttpResponse:
    """The latest messages alone, fetched when something moved; what is shown is read. Cost: 5 queries, 3 with news."""
    shown = _thread(request, _conversation(request, pk))
    if shown.last:
        actions.mark_read(voice=shown.own, up_to=shown.last)
    return render(request, "conversations/_messages.html", {"thread": shown, "is_latest": True})


@access.signed_in
@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Unwrite one's own message, while nobody has read it."""
    found = Message.objects.of_people(request.user.person).select_related("conversation", "author")
    message = reach(request, found, pk=pk)
    conversation = message.conversation_id
    with refusal_told(request):
        actions.take_back(message=message, by=request.user.person)
        messages.success(request, _("Your message is taken back: nobody has read it."))
    return redirect("conversations:thread", pk=conversation)


@access.signed_in
@require_POST
def stop(request: PersonRequest, pk: int) -> HttpResponse:
    """No more messages; ``allow`` in the form: welcome again."""
    conversation = _conversation(request, pk)
    with refusal_told(request):
        if "allow" in request.POST:
            actions.allow(conversation=conversation, by=request.user.person)
            messages.success(request, _("Messages are welcome again."))
        else:
            actions.stop(conversation=conversation, by=request.user.person)
            messages.success(request, _("Messages are stopped, for both of you. You can allow them again at any time."))
    return redirect("conversations:thread", pk=pk)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that a message of the other is not right; from then on the coordination may read."""
    found = Message.objects.of_people(request.user.person).exclude(person=request.user.person_id)
    related = ("conversation__match", "author__party__person", "person")
    message = reach(request, found.select_related(*related), pk=pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(message=message, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Thank you. The coordination reads the conversation, and writes to you what it decides.")
            )
            return redirect("conversations:thread", pk=message.conversation_id)
    match = message.conversation.match
    text = message.as_read(by=request.user.person, is_signed=match.is_signed)
    facts = {
        "message": message,
        "text": masking.in_words(text) if text != message.text else text,
        "who": naming.author_of(match, message),
        "form": form,
        "crumb_items": [
            *crumbs(match, _("Messages"))[:-1],
            (_("Messages"), reverse("conversations:thread", args=[message.conversation_id])),
            (_("Report a message"), None),
        ],
    }
    return render(request, "conversations/report.html", facts)
