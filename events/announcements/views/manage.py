"""The organiser's pages: messages of an event, writing one, looking at it before it leaves, and what became of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.bilingual import pick
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.announcements import actions, emails, figures
from events.announcements.forms import ComposeForm, PressForm
from events.announcements.models import Announcement, SavedList
from events.announcements.reach import reach_of
from events.doors.rules import RUNNERS
from events.registration import concerned
from people.accounts.http import PersonRequest

PAGE = 20

working = access.roles(*RUNNERS)
asks = require_http_methods(["GET", "POST"])


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if this person runs it; else 404. Cost: 1 query."""
    return reach(
        request, Event.objects.run_by(request.user).select_related("venue", "organisation", "terms"), pk=event_id
    )


def announcement_run(request: PersonRequest, event_id: int, announcement_id: int) -> Announcement:
    """The message of the event, if this person runs it; else 404. Cost: 1 query."""
    found = Announcement.objects.run_by(request.user).select_related("event__venue", "event__organisation", "corrects")
    return reach(request, found, event=event_id, pk=announcement_id)


@working
@no_store
@require_GET
def index(request: PersonRequest, event_id: int) -> HttpResponse:
    """Drafts, what was sent, and lists. Cost: 6 queries, however much there is."""
    event = event_run(request, event_id)
    mine = Announcement.objects.run_by(request.user).filter(event=event)
    opened = Count("notices", filter=Q(notices__seen_at__isnull=False))
    sent = mine.sent().annotate(people=Count("notices"), opened=opened).select_related("author")
    page = Paginator(sent, PAGE).get_page(request.GET.get("page"))
    labels = concerned.labels(event)
    lists = SavedList.objects.run_by(request.user).filter(event=event).annotate(people=Count("entries"))
    context = {
        "event": event,
        "drafts": [(one, labels(one.audience)) for one in mine.drafts().select_related("author")],
        "page_obj": page,
        "sent": [(one, labels(one.audience)) for one in page],
        "lists": lists,
    }
    return render(request, "announcements/manage/index.html", context)


@working
@no_store
@asks
def compose(request: PersonRequest, event_id: int) -> HttpResponse:
    """Write a message; ``to`` names a group, ``corrects`` the message to put right. Leads to the page that shows it whole."""
    event = event_run(request, event_id)
    corrected = _corrected(request, event)
    initial: dict[str, Any] = {"audience": request.GET.get("to", "")}
    if corrected:
        initial = {
            "audience": corrected.audience,
            "subject_fr": _correction(corrected.subject_fr, "Correction : "),
            "subject_en": _correction(corrected.subject_en, "Correction: "),
            "is_necessary": corrected.is_necessary,
        }
    form = ComposeForm(request.POST if request.method == "POST" else None, event=event, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(
                event=event,
                key=form.cleaned_data["key"],
                details=form.details,
                by=request.user.person,
                corrects=corrected,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("announcements:one", event.pk, made.pk)
    context = {"event": event, "form": form, "corrected": corrected, "trail": _trail(event, _("Write a message"))}
    return render(request, "announcements/manage/form.html", context, status=422 if form.errors else 200)


@working
@no_store
@asks
def edit(request: PersonRequest, event_id: int, announcement_id: int) -> HttpResponse:
    """Change a draft; what was sent stays as people got it."""
    held = announcement_run(request, event_id, announcement_id)
    if not held.is_draft:
        return redirect("announcements:one", event_id, held.pk)
    event = held.event
    form = ComposeForm(request.POST if request.method == "POST" else None, event=event, announcement=held)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(announcement=held, details=form.details, by=request.user.person, seen=form.seen)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("announcements:one", event.pk, held.pk)
    context = {
        "event": event,
        "form": form,
        "announcement": held,
        "corrected": held.corrects,
        "trail": _trail(event, _("Change the draft")),
    }
    return render(request, "announcements/manage/form.html", context, status=422 if form.errors else 200)


@working
@no_store
@require_GET
def one(request: PersonRequest, event_id: int, announcement_id: int) -> HttpResponse:
    """A draft as each reader will get it, and who does not; what was sent, and what became of it. Cost: 7 to 11 queries."""
    return _page(request, announcement_run(request, event_id, announcement_id))


@working
@no_store
@require_POST
def send(request: PersonRequest, event_id: int, announcement_id: int) -> HttpResponse:
    """Send it now; pressed twice, once."""
    held = announcement_run(request, event_id, announcement_id)
    press = PressForm(request.POST)
    if not press.is_valid():
        return _page(
            request, held, status=422, refusal=_("The page was incomplete: nothing was sent. Press once more.")
        )
    pressed = press.cleaned_data
    try:
        sending = actions.send(
            announcement=held,
            key=pressed["key"],
            by=request.user.person,
            seen=pressed["seen"],
            again=pressed["again"],
        )
    except Refusal as refusal:
        return _page(request, announcement_run(request, event_id, announcement_id), status=409, refusal=str(refusal))
    said = ngettext(
        "The message is on its way to %(number)s person.",
        "The message is on its way to %(number)s people.",
        sending.people,
    )
    messages.success(request, said % {"number": sending.people})
    return redirect("announcements:one", event_id, held.pk)


@working
@no_store
@require_POST
def discard(request: PersonRequest, event_id: int, announcement_id: int) -> HttpResponse:
    """Throw a draft away. A second click finds it gone, which is what was asked."""
    event = event_run(request, event_id)
    drafts = Announcement.objects.run_by(request.user).filter(event=event, pk=announcement_id)
    if held := drafts.first():
        try:
            actions.discard(announcement=held, by=request.user.person)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("announcements:one", event_id, held.pk)
        messages.success(request, _("The draft is thrown away; nobody got it."))
    return redirect("announcements:index", event_id)


def _page(request: PersonRequest, held: Announcement, *, status: int = 200, refusal: str = "") -> HttpResponse:
    event = held.event
    reached = reach_of(held)
    context: dict[str, Any] = {
        "event": event,
        "announcement": held,
        "to": concerned.label_of(event, held.audience),
        "letters": _letters(held),
        "reach": reached,
        "refusal": refusal,
        "press": PressForm.of(actions.version_of(held), again=not held.is_draft),
        "trail": _trail(event, held.subject.__html__()),
    }
    if not held.is_draft:
        context |= {
            "sendings": held.sendings.select_related("by"),
            "numbers": _numbers(figures.delivery(held)),
            "undelivered": figures.undelivered(held),
            "corrections": held.corrections.sent(),
        }
    return render(request, "announcements/manage/one.html", context, status=status)


def _letters(held: Announcement) -> list[dict[str, Any]]:
    """The letter in both languages, addressed to nobody in particular."""
    return [
        {
            "language": language,
            "name": name,
            "subject": pick(held, "subject", language),
            "body": emails.preview(held, language, reader=reader),
        }
        for language, name, reader in (("fr", _("In French"), "Prénom Nom"), ("en", _("In English"), "First Last"))
    ]


def _numbers(delivery: figures.Delivery) -> list[tuple[int, str]]:
    shown = [
        (delivery.people, ngettext("person", "people", delivery.people)),
        (delivery.sent, _("sent")),
        (delivery.queued, _("waiting to leave")),
        (delivery.failed + delivery.bounced, _("failed or returned")),
        (delivery.opened, _("opened in their space")),
    ]
    return [*shown, (delivery.dropped, _("no longer needed"))] if delivery.dropped else shown


def _corrected(request: PersonRequest, event: Event) -> Announcement | None:
    """The message that is to be put right, as the address says; 404 for one that is not the event's."""
    number = request.GET.get("corrects", "")
    return announcement_run(request, event.pk, int(number)) if number.isdecimal() else None


def _correction(subject: str, prefix: str) -> str:
    if not subject or subject.startswith(prefix):
        return subject
    return f"{prefix}{subject}"[: Announcement._meta.get_field("subject_fr").max_length]


def _trail(event: Event, here: str) -> list[tuple[str, str | None]]:
    return [(_("Messages"), reverse("announcements:index", args=[event.pk])), (here, None)]
