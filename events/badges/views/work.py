"""Badges for those who run an event, all of them, and for those at its door, one at a time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import access, audit
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.badges import actions, bulk, paper, rules
from events.badges.forms import BadgeForm
from events.badges.models import BadgeWish
from events.doors import rules as doors
from events.doors.views.door import event_at_door, whoever_asks
from events.doors.views.registrations import event_run, note_export
from events.registration.models import Seat


@require_GET
@access.roles(*doors.RUNNERS)
@no_store
def manage(request: HttpRequest, event_id: int) -> HttpResponse:
    """How many there are, the files, and how to print them well. Cost: 3 queries, however many people."""
    event = event_run(request, event_id)
    badges = bulk.badges_of(event)
    context = {
        "event": event,
        "number": len(badges),
        "said": BadgeWish.objects.run_by(request.user).filter(seat__in=bulk.seats_of(event)).count(),
        "parts": bulk.parts_of(badges),
        "forms": paper.FORMS.values(),
        "by_hand": bulk.by_hand(badges),
    }
    return render(request, "badges/manage.html", context)


@require_GET
@access.roles(*doors.RUNNERS)
@access.fresh(gives_file=True)
@no_store
def sheets(request: HttpRequest, event_id: int, form: str, part: int) -> HttpResponse:
    """One part of the event's badges: audited, and noted as read of everybody in it."""
    event = event_run(request, event_id)
    some = bulk.badges_of(event)[(part - 1) * bulk.PART : part * bulk.PART] if part else []
    if not some:
        raise Http404
    audit.record(
        "badges.printed", event, by=whoever_asks(request), values={"form": form, "part": part, "number": len(some)}
    )
    note_export(request, event, {badge.person for badge in some})
    drawn = paper.pdf_of(some, form, language=request.LANGUAGE_CODE, made_at=timezone.now())
    return _file(drawn, f"{_('badges')}-{event.pk}-{part}")


@require_http_methods(["GET", "POST"])
@access.roles(*doors.AT_A_DOOR)
@no_store
def one(request: HttpRequest, event_id: int, seat_id: int) -> HttpResponse:
    """What stands on one badge, to correct with the person, and to print. Cost: 4 queries."""
    event = event_at_door(request, event_id)
    seat = _seat(event, seat_id)
    form = BadgeForm(request.POST if request.method == "POST" else None, seat=seat)
    if request.method == "POST" and form.is_valid():
        try:
            actions.wish(seat=seat, **form.said, by=whoever_asks(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The badge is noted: print it now."))
            return redirect("badges:one", event.pk, seat.pk)
    badge = bulk.badge_of(seat, event)
    context = {
        "event": event,
        "seat": seat,
        "badge": badge,
        "by_hand": bulk.by_hand([badge]),
        "form": form,
        "forms": paper.FORMS.values(),
        "may_change": rules.can_wish(seat, event),
    }
    return render(request, "badges/one.html", context, status=422 if form.errors else 200)


@require_GET
@access.roles(*doors.AT_A_DOOR)
@no_store
def printed(request: HttpRequest, event_id: int, seat_id: int, form: str) -> HttpResponse:
    """One badge, to print at the door. Cost: 2 queries and some 20 ms of drawing."""
    event = event_at_door(request, event_id)
    seat = _seat(event, seat_id)
    badge = bulk.badge_of(seat, event)
    return _file(
        paper.pdf_of([badge], form, language=badge.language, made_at=timezone.now()),
        f"{_('badge')}-{seat.registration.reference}",
    )


def _seat(event: Event, seat_id: int) -> Seat:
    """The seat of somebody who wears a badge at this event; else 404."""
    wearing = Seat.objects.filter(event=event, state__in=rules.WEARS, person__isnull=False)
    return get_object_or_404(wearing.select_related("registration__organisation", "badge"), pk=seat_id)


def _file(drawn: bytes, name: str) -> HttpResponse:
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
