"""Addresses of the interface, ``/api/v1/…``: each behind the rule of its own scopes, the description, and nothing else.

What answers there is loaded when it is first asked: django-ninja and pydantic would cost 10 MB each process that is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from core import access
from events.exchange import bearing, description, problems
from events.exchange.models import Access

app_name = "api"


@dataclass(frozen=True)
class Address:
    """``scopes``: method -> what a token must be good for. Other methods are answered 405."""

    path: str
    scopes: Mapping[str, Access]


#: By name; ``views.api`` says what each method does.
ADDRESSES = {
    "events": Address("events", {"GET": Access.EVENTS_READ}),
    "event": Address("events/<int:event_id>", {"GET": Access.EVENTS_READ}),
    "registrations": Address(
        "events/<int:event_id>/registrations",
        {"GET": Access.REGISTRATIONS_READ, "POST": Access.REGISTRATIONS_WRITE},
    ),
    "registration": Address(
        "events/<int:event_id>/registrations/<int:registration_id>",
        {"GET": Access.REGISTRATIONS_READ, "PATCH": Access.REGISTRATIONS_WRITE},
    ),
    "cancel": Address(
        "events/<int:event_id>/registrations/<int:registration_id>/cancel", {"POST": Access.REGISTRATIONS_WRITE}
    ),
    "waiting_list": Address("events/<int:event_id>/waiting-list", {"GET": Access.REGISTRATIONS_READ}),
    "offers": Address("events/<int:event_id>/offers", {"GET": Access.REGISTRATIONS_READ}),
    "check_in": Address("events/<int:event_id>/seats/<int:seat_id>/check-in", {"POST": Access.ATTENDANCE_WRITE}),
    "undo": Address("events/<int:event_id>/seats/<int:seat_id>/undo", {"POST": Access.ATTENDANCE_WRITE}),
}


def _answers(name: str) -> Callable[..., HttpResponseBase]:
    @access.token({method: scope.value for method, scope in ADDRESSES[name].scopes.items()})
    def answers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from events.exchange.views import api

        return api.answered(api.views[name], request, *args, **kwargs)

    answers.__name__ = name
    return answers


@access.anyone
def openapi(request: HttpRequest) -> HttpResponse:
    """The description, for whoever writes a system: it holds nothing of anybody."""
    response = JsonResponse(description.document(), json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = get_language() or "fr"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@csrf_exempt
@access.anyone
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that there is not, said as the others say it."""
    request.urlconf = bearing.ADDRESSES
    return problems.answer(problems.not_found())


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    *(path(address.path, _answers(name), name=name) for name, address in ADDRESSES.items()),
    path("<path:rest>", nothing, name="nothing"),
]
