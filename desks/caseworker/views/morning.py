"""Who waits, since when and for what."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import access
from core.pages import no_store
from desks.caseworker.forms import KeepFilterForm, MorningForm
from desks.caseworker.gathering import MOST, Morning
from desks.caseworker.rules import MORNING_ROLES, has_a_list
from people.accounts.http import PersonRequest
from people.participants import rules
from people.participants.models import SavedFilter
from people.participants.morning import notices

PAGE_SIZE = 50


@access.roles(*MORNING_ROLES)
@no_store
@require_GET
def morning(request: PersonRequest) -> HttpResponse:
    """What waits beside the files, and the list of whoever follows people. Cost: the notices' and the list's."""
    lists = has_a_list(request.user)
    facts = {"notices": notices(request.user), "lists": lists, "now": timezone.now(), "today": timezone.localdate()}
    return render(request, "caseworker/morning.html", facts | (_list(request) if lists else {}))


def _list(request: PersonRequest) -> dict[str, Any]:
    """Late first. Cost: 2 queries a kind of work, 1 a kind for its details, and 3, however many lines."""
    organisations = list(rules.organisations_of(request.user))
    form = MorningForm(request.GET, organisations=organisations)
    by = form.by
    found = Morning(
        request.user,
        kind=by.get("kind", ""),
        is_whole=by.get("whose") == "all",
        late_only=bool(by.get("late")),
        organisation=by.get("organisation"),
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))  # type: ignore[type-var]  # counted and sliced
    return {
        "form": form,
        "morning": found,
        "page_obj": page,
        "others": [(name, value) for name, value in form.query.items() if name != "kind"],
        "narrowed": bool(form.query),
        "saved": SavedFilter.objects.visible_to(request.user).of_list(SavedFilter.List.MORNING),
        "keep_form": KeepFilterForm(initial={"list": "morning", "query": urlencode(form.query)}),
        "most": MOST,
    }
