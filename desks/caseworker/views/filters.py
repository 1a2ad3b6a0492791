"""Ways of narrowing a list that a caseworker keeps."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from desks.caseworker.forms import KeepFilterForm, MorningForm, Narrowing, PeopleForm
from people.accounts.http import PersonRequest
from people.participants import actions, rules
from people.participants.models import SavedFilter

working = access.roles(*rules.WORKING_ROLES)


def form_of(request: PersonRequest, code: str, data: object) -> Narrowing:
    """The form of a list, filled with ``data``."""
    organisations = list(rules.organisations_of(request.user))
    if code == SavedFilter.List.MORNING:
        return MorningForm(data, organisations=organisations)
    colleagues = list(actions.caseworkers_of(organisations))
    return PeopleForm(data, organisations=organisations, colleagues=colleagues, me=request.user.person_id)


@working
@no_store
@require_POST
def keep(request: PersonRequest) -> HttpResponse:
    """Keep what the list is narrowed by under a name; the words that were searched for are not kept."""
    form = KeepFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the filter a name of at most 60 characters. It was not kept."))
        return redirect("caseworker:people" if request.POST.get("list") == "people" else "caseworker:morning")
    code = form.cleaned_data["list"]
    query = form_of(request, code, form.parameters).query
    actions.keep_filter(owner=request.user.person, list=code, name=form.cleaned_data["name"], query=query)
    messages.success(request, _("The filter is kept, above the list."))
    return redirect(f"{reverse(f'caseworker:{code}')}?{urlencode(query)}")


@working
@no_store
@require_POST
def let_go(request: PersonRequest, pk: int) -> HttpResponse:
    saved = reach(request, SavedFilter.objects.visible_to(request.user), pk=pk)
    actions.let_filter_go(saved=saved, by=request.user.person)
    messages.success(request, _("The filter is let go."))
    return redirect(f"caseworker:{saved.list}")
