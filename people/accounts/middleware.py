"""The one door before Wagtail's editor."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.access import way_back
from people.accounts.models import EDITING
from people.accounts.rules import second_factor_detour


class EditorsDoor:
    """Everything under ``/admin/``: the anonymous sign in first, roles that do not edit get 404, editors show their second factor.

    A middleware because Wagtail's views are not ours to decorate, and some of them stand outside its own check.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not request.path.startswith("/admin/"):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request))
        if not request.user.holds_any(*EDITING):
            raise Http404
        if detour := second_factor_detour(request):
            return redirect(detour)
        return None
