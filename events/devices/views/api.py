"""What devices ask: JSON, by their token alone. Every shape stands in ``events.devices.shapes``."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal
from events.devices import actions, answering, listing, merging, rules
from events.devices.models import Device
from events.devices.refusals import Unreadable
from events.devices.shapes import Batch, Enrol, Enrolled, MergeAnswer, Problem, Search, milliseconds

Shape = TypeVar("Shape")
View = Callable[..., HttpResponse]

#: What opens these, for the table of access.
TOKEN = _("a device's token, for one event, until twelve hours after it or until it is taken back")
device_token = access.device(rules.device_of, TOKEN)


def says_why(view: View) -> View:
    """Refusals as JSON: 400 for what cannot be read, 409 for the rest."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            status = 400 if isinstance(refusal, Unreadable) else 409
            return told(Problem(type(refusal).__name__, str(refusal.message)), status=status)

    return guarded


def told(answer: Any, *, status: int = 200) -> JsonResponse:
    return JsonResponse(asdict(answer), status=status, json_dumps_params={"ensure_ascii": False})


def body_of(request: HttpRequest) -> Any:
    """Raises Unreadable."""
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig):
        raise Unreadable from None


def who(request: HttpRequest) -> Device:
    device: Device = request.bearer  # type: ignore[attr-defined]  # set by access.token
    return device


@csrf_exempt
@require_POST
@access.anyone
@no_store
@says_why
def enrol(request: HttpRequest) -> HttpResponse:
    """Become a device of an event, for whoever sends the one-time code of an organiser's screen. Cost: 4 queries."""
    said = Enrol.read(body_of(request))
    _device, token = actions.enrol(code=said.code, app_version=said.app)
    return told(Enrolled(token), status=201)


@require_GET
@device_token
@no_store
def seats(request: HttpRequest) -> HttpResponse:
    """The list, sealed, as far as it changed since a version; counts and what the app shows of the event. Cost: 10 queries, up to 20."""
    since = request.GET.get("since", "0")
    device = who(request)
    actions.seen(device)
    number = int(since) if since.isdecimal() and len(since) < 10 else 0
    return told(listing.answer(device, number, carries_needs=request.GET.get("needs") == "1"))


@require_POST
@access.device(rules.sender_of, TOKEN)
@no_store
@says_why
def scans(request: HttpRequest) -> HttpResponse:
    """Scans and undos, in any order, as often as it takes until they are answered."""
    batch, device = Batch.read(body_of(request)), who(request)
    merged = merging.merge(device=device, scans=batch.scans, unsent=batch.unsent)
    asked = {scan.id for scan in batch.scans if scan.told == "asked"}
    return told(MergeAnswer(milliseconds(timezone.now()), answering.of_scans(device, merged, asked)))


@require_POST
@device_token
@no_store
@says_why
def search(request: HttpRequest) -> HttpResponse:
    """By name or reference. A POST although it changes nothing: a name has no place in an address or a log. Cost: 2 queries."""
    said, device = Search.read(body_of(request)), who(request)
    return told(answering.found(device, said.words))


@require_POST
@device_token
@no_store
def leave(request: HttpRequest) -> HttpResponse:
    """The device takes itself back: nobody needs it any more. Cost: 4 queries."""
    actions.revoke(device=who(request), by=None)
    return HttpResponse(status=204)
