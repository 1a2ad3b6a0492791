"""Addresses of the interface, ``/api/v1/…``: each operation behind its own rule, the description, and nothing else."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from core import access
from events.exchange import bearing, description, problems
from events.exchange.views.api import events, registrations, seats  # noqa: F401  (declare their operations)
from events.exchange.views.api.frame import api, mounted

__all__ = ["api", "app_name", "urlpatterns"]

app_name = "api"


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
    *mounted(),
    path("<path:rest>", nothing, name="nothing"),
]
