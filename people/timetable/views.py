"""« Mon calendrier »: what comes next, and the address for one's own calendar programme."""

import hashlib
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from core import access, calendars
from core.alternates import absolute
from core.pages import no_store
from people.accounts.http import PersonRequest
from people.timetable import actions, feeds, hours
from people.timetable.models import Busy

PAGE = 20


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """What comes next, soonest first, and the feed. Cost: 3 queries."""
    person = request.user.person
    page = Paginator(Busy.objects.of_person(person).upcoming(), PAGE).get_page(request.GET.get("page"))
    own = feeds.of_person(person)
    address = absolute(reverse("timetable:feed", args=[own.token])) if own else ""
    context = {
        "page_obj": page,
        "coming": hours.with_overlaps(page),
        "feed": own,
        "feed_url": address,
        "webcal_url": f"webcal:{address.partition(':')[2]}",
    }
    return render(request, "timetable/mine.html", context)


@access.signed_in
@require_POST
def open_feed(request: PersonRequest) -> HttpResponse:
    actions.open_feed(person=request.user.person)
    messages.success(request, _("Your address is ready: give it to your calendar."))
    return redirect(reverse("timetable:mine") + "#feed")


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def renew_feed(request: PersonRequest) -> HttpResponse:
    """GET asks, POST draws another address."""
    if request.method != "POST":
        return render(request, "timetable/renew.html")
    actions.renew_feed(person=request.user.person)
    messages.success(request, _("Here is your new address. The old one opens nothing any more."))
    return redirect(reverse("timetable:mine") + "#feed")


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def close_feed(request: PersonRequest) -> HttpResponse:
    """GET asks, POST closes."""
    if request.method != "POST":
        return render(request, "timetable/close.html")
    actions.close_feed(person=request.user.person)
    messages.success(request, _("Your address is closed: calendars that read it hear nothing more from us."))
    return redirect("timetable:mine")


@access.bearer(gettext_lazy("A person's own calendar: the hash of the token must be that of an address in use"))
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for a programme that signs in nowhere: no cookie, no name. Cost: 2 queries."""
    found = feeds.of_token(token)
    if found is None:
        raise Http404
    text = feeds.text_of(found.person)
    etag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    whole = HttpResponse(text, content_type=calendars.content_type())
    whole["Content-Disposition"] = 'inline; filename="maillage.ics"'
    answer = cast(HttpResponse, get_conditional_response(request, etag, None, whole))
    for name, value in (("ETag", etag), ("Cache-Control", "private, no-cache"), ("X-Robots-Tag", "noindex")):
        answer[name] = value
    return answer
