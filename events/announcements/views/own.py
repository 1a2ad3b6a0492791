"""What people see of the messages written to them, and how they stop those that nobody needs."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.pages import no_store
from events.announcements import actions, emails, showing, stopping
from events.announcements.models import Notice
from events.registration.views.manage import KEY, by_key
from people.accounts.http import PersonRequest

PAGE = 20
#: What opens the page, for the table of access.
SIGNED = gettext_lazy("the key of a mail's footer: a number, a kind and 128 bits of signature")


@access.bearer(KEY)
@no_store
@require_GET
def own(request: HttpRequest, link_key: str) -> HttpResponse:
    """Messages to one registration, the last first; they are not new any more. Cost: 4 queries."""
    registration = by_key(link_key)
    event = registration.event
    notices = list(Notice.objects.of_link(registration))
    context = {
        "registration": registration,
        "event": event,
        "notices": _shown(notices),
        "has_stopped": actions.has_stopped(registration, stopping.MESSAGES),
        "stop": reverse("announcements:stop", args=[stopping.key_of(registration, stopping.MESSAGES)]),
        "crumb_items": [
            (event.title.text, event.get_absolute_url()),
            (_("Your registration"), registration.get_absolute_url()),
            (_("Messages"), None),
        ],
    }
    answer = render(request, "announcements/own.html", context)
    actions.mark_seen(notices)
    return answer


@access.bearer(KEY)
@no_store
@require_GET
def own_part(request: HttpRequest, link_key: str) -> HttpResponse:
    """What the registration's own page says of messages, alone: fetched anew when something was sent."""
    registration = by_key(link_key)
    seat = registration.lead
    return render(
        request, "registration/_aside.html", {"aside": showing.messages_aside(registration, seat, registration.event)}
    )


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Messages to every registration of whoever is signed in, the last first. Cost: 3 queries."""
    found = Notice.objects.of_person(request.user.person).select_related("announcement__event")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    notices = list(page.object_list)
    crumbs = [(_("My space"), reverse("my_space:home")), (_("My messages"), None)]
    answer = render(
        request, "announcements/mine.html", {"page_obj": page, "notices": _shown(notices), "crumb_items": crumbs}
    )
    actions.mark_seen(notices)
    return answer


@csrf_exempt
@access.bearer(SIGNED)
@no_store
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, then stop mails of one kind; or have them again.

    A mail reader presses its own button by a POST without cookies (RFC 8058), so the key alone is what is asked for.
    """
    found = stopping.read(key)
    if found is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("again"):
            actions.resume(registration=found.registration, kind=found.kind)
        else:
            actions.stop(registration=found.registration, kind=found.kind)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=204)
        return redirect("announcements:stop", key)
    context = {
        "registration": found.registration,
        "event": found.registration.event,
        "kind": found.kind,
        "has_stopped": actions.has_stopped(found.registration, found.kind),
    }
    return render(request, "announcements/stop.html", context)


def _shown(notices: list[Notice]) -> list[tuple[Notice, list[str]]]:
    """Each with its paragraphs; that it is new is read before it is marked."""
    return [(notice, emails.paragraphs(notice.announcement.text.text)) for notice in notices]
