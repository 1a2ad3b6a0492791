"""Who waits, since when and for what."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import access
from core.pages import no_store
from desks.caseworker.forms import KeepFilterForm, MorningForm
from desks.caseworker.gathering import MOST, Morning
from people.accounts.http import PersonRequest
from people.participants import rules
from people.participants.models import SavedFilter
from people.participants.morning import notices

PAGE_SIZE = 50


@access.roles(*rules.WORKING_ROLES)
@no_store
@require_GET
def morning(request: PersonRequest) -> HttpResponse:
    """The list, late first. Cost: 2 queries a kind of work, 1 a kind for its details, and 3, however many lines; and the notices'."""
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
    context = {
        "form": form,
        "morning": found,
        "notices": notices(request.user),
        "page_obj": page,
        "others": [(name, value) for name, value in form.query.items() if name != "kind"],
        "narrowed": bool(form.query),
        "saved": SavedFilter.objects.visible_to(request.user).of_list(SavedFilter.List.MORNING),
        "keep_form": KeepFilterForm(initial={"list": "morning", "query": urlencode(form.query)}),
        "most": MOST,
    }
    return render(request, "caseworker/morning.html", context)
