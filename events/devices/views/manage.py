"""The organiser's pages: devices of an event, the code that enrols one, and what was let in twice."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, qr
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from events.agenda.models import Event
from events.devices import actions, overview
from events.devices.forms import DeviceForm, SettleForm
from events.devices.models import Device, ScannedSeat
from events.doors import desk
from events.doors.rules import RUNNERS
from people.accounts.http import PersonRequest
from people.accounts.models import Person

#: Session key: codes shown by this browser, by device; each is good once, for ten minutes.
CODES = "device_codes"


def _event(request: PersonRequest, event_id: int) -> Event:
    return reach(request, Event.objects.run_by(request.user).select_related("venue", "terms"), pk=event_id)


def _device(request: PersonRequest, event_id: int, device_id: int) -> Device:
    return reach(request, Device.objects.run_by(request.user).select_related("event"), event=event_id, pk=device_id)


def _whoever_asks(request: PersonRequest) -> Person:
    return Person(pk=request.user.person_id)


@require_http_methods(["GET", "POST"])
@access.roles(*RUNNERS)
@access.fresh()
@no_store
def devices(request: PersonRequest, event_id: int) -> HttpResponse:
    event = _event(request, event_id)
    form = DeviceForm(request.POST or None, asks_needs=event.asks_access_needs)
    if form.is_valid():
        by = _whoever_asks(request)
        try:
            added = actions.add(event=event, by=by, **form.cleaned_data)
            _show_code(request, added, by)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("devices:device", event.pk, added.pk)
    context = {"event": event, "form": form, "known_doors": desk.doors_of(event)} | _shown(event)
    return render(request, "devices/devices.html", context, status=422 if form.errors else 200)


@require_GET
@access.roles(*RUNNERS)
@no_store
def part(request: PersonRequest, event_id: int) -> HttpResponse:
    """What moves on that page, alone."""
    event = _event(request, event_id)
    return render(request, "devices/_devices.html", {"event": event} | _shown(event))


@require_GET
@access.roles(*RUNNERS)
@access.fresh()
@no_store
def device(request: PersonRequest, event_id: int, device_id: int) -> HttpResponse:
    """The code to scan while there is one, or what the device is doing."""
    shown = _device(request, event_id, device_id)
    context = {"event": shown.event} | _with_code(request, shown)
    return render(request, "devices/device.html", context)


@require_GET
@access.roles(*RUNNERS)
@no_store
def device_part(request: PersonRequest, event_id: int, device_id: int) -> HttpResponse:
    """The same, alone: it changes when the phone is enrolled."""
    shown = _device(request, event_id, device_id)
    return render(request, "devices/_device.html", {"event": shown.event} | _with_code(request, shown))


@require_POST
@access.roles(*RUNNERS)
@access.fresh()
@no_store
def code(request: PersonRequest, event_id: int, device_id: int) -> HttpResponse:
    shown = _device(request, event_id, device_id)
    try:
        _show_code(request, shown, _whoever_asks(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("devices:devices", event_id)
    return redirect("devices:device", event_id, device_id)


@require_POST
@access.roles(*RUNNERS)
@access.fresh()
@no_store
def revoke(request: PersonRequest, event_id: int, device_id: int) -> HttpResponse:
    gone = _device(request, event_id, device_id)
    actions.revoke(device=gone, by=_whoever_asks(request))
    messages.success(request, _("%(device)s opens no door any more.") % {"device": gone.label})
    return redirect("devices:devices", event_id)


@require_POST
@access.roles(*RUNNERS)
@no_store
def settle(request: PersonRequest, event_id: int, scanned_id: int) -> HttpResponse:
    scanned = reach(
        request,
        ScannedSeat.objects.run_by(request.user).select_related("scan__event"),
        scan__event=event_id,
        pk=scanned_id,
    )
    form = SettleForm(request.POST)
    if form.is_valid():
        actions.settle(scanned=scanned, by=_whoever_asks(request), **form.cleaned_data)
        messages.success(request, _("Settled: it no longer stands among what is to be looked at."))
    else:
        messages.error(request, _("Say in a word what it was, so that whoever looks later knows. Nothing was kept."))
    return redirect("devices:devices", event_id)


def _shown(event: Event) -> dict[str, Any]:
    return {"devices": overview.devices_of(event), "flags": overview.flags_of(event)}


def _show_code(request: PersonRequest, shown: Device, by: Person) -> None:
    codes = request.session.get(CODES, {})
    request.session[CODES] = {**codes, str(shown.pk): actions.new_code(device=shown, by=by)}


def _with_code(request: PersonRequest, shown: Device) -> dict[str, Any]:
    """The QR code, as long as this browser was shown the code and nobody used it."""
    secret = request.session.get(CODES, {}).get(str(shown.pk))
    is_open = bool(secret and shown.code_until and shown.code_until > timezone.now())
    if not is_open:
        return {"device": shown, "line": overview.line_of(shown)}
    # Behind the "#": what stands there is sent to no server, and stands in no log.
    page = request.build_absolute_uri(reverse("door_app:page", args=[get_language() or "fr"]))
    address = f"{page}#{secret}"
    picture = qr.svg(address, label=_("QR code that makes a phone this device"))
    return {"device": shown, "line": overview.line_of(shown), "qr": picture, "address": address}
