"""« My request »: where it stands, who comes before, what to do meanwhile; and the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.requests import actions, rules, standing
from network.pairing.requests.actions.writing import pairs
from network.pairing.requests.forms import RestForm
from network.pairing.requests.models import Request
from network.pairing.requests.views import writing
from people.accounts.http import PersonRequest
from people.participants.models import Candidacy


def _own(request: PersonRequest, pk: int) -> Request:
    return reach(request, Request.objects.of_person(request.user.person).select_related(*writing.RELATED), pk=pk)


def _page(
    request: PersonRequest, template: str, facts: dict[str, Any], *crumbs: tuple[Any, str | None]
) -> HttpResponse:
    return render(request, f"requests/{template}.html", facts | {"crumb_items": _way(*crumbs)})


def _way(*crumbs: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    return [(_("My space"), reverse("my_space:home")), *crumbs]


def _to_mine(asked: Request) -> tuple[Any, str]:
    return _("My request for a match"), reverse("requests:mine", args=[asked.pk])


@access.signed_in
@no_store
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """All I asked for, and where I may ask. With one request and nothing else to do, that one. Cost: 2 queries."""
    person = request.user.person
    own = list(Request.objects.of_person(person).select_related(*writing.RELATED).order_by("-made_at", "-pk"))
    live = [each for each in own if each.is_live]
    asked_in = {each.candidacy_id for each in live}
    candidacies = Candidacy.objects.of_person(person).active().filter(edition__pairing__isnull=False)
    open_to_me = [
        each
        for each in candidacies.select_related("edition__programme").order_by("pk")
        if each.pk not in asked_in and each.edition.is_open
    ]
    if len(own) == 1 and not open_to_me:
        return redirect("requests:mine", own[0].pk)
    facts = {"live": live, "past": [each for each in own if not each.is_live], "open_to_me": open_to_me}
    return _page(request, "home", facts, (_("My requests for a match"), None))


@access.signed_in
@no_store
@require_POST
def begin(request: PersonRequest, pk: int) -> HttpResponse:
    """Of a candidacy: the draft, filled from the card."""
    candidacy = reach(request, Candidacy.objects.of_person(request.user.person), pk=pk)
    try:
        made = actions.begin(candidacy=candidacy, by=request.user.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("requests:home")
    return redirect("requests:write", made.pk)


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest, pk: int) -> HttpResponse:
    """Where it stands, one's place in the queue, the next round, what to do meanwhile. Cost: about 10 queries."""
    asked = _own(request, pk)
    facts = {"asked": asked, **standing.of(asked), **rules.what_may_be_done(asked)}
    return _page(request, "mine", facts, (_("My request for a match"), None))


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, pk: int) -> HttpResponse:
    """The form. « save » keeps it, « send » sends it, « count » says how many hosts there are and keeps nothing."""
    asked = _own(request, pk)
    if not rules.may_write(asked):
        return redirect("requests:mine", asked.pk)
    form = writing.form_of(request, asked)
    if request.method == "POST" and writing.is_kept(request, asked, form):
        return redirect("requests:mine", asked.pk)
    facts = {
        "crumb_items": _way(_to_mine(asked), (_("What I hope for"), None)),
        "back_url": reverse("requests:mine", args=[asked.pk]),
        "reach_url": reverse("requests:reach", args=[asked.pk]),
        "may_send": rules.may_send(asked),
        "pairs_now": pairs(asked.candidacy.edition),
    }
    return writing.page(request, "requests/write.html", asked, form, facts)


@access.signed_in
@no_store
@require_POST
def count(request: PersonRequest, pk: int) -> HttpResponse:
    """How many hosts there are for what the form says; nothing is kept. Cost: about 20 queries."""
    return writing.counted(request, _own(request, pk))


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def rest(request: PersonRequest, pk: int) -> HttpResponse:
    """GET says what follows; POST puts it aside."""
    asked, form = _own(request, pk), RestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = _("Your request is put aside. You keep the days that you have waited.")
        return _moved(request, asked, actions.rest, words, reason=form.cleaned_data["reason"])
    return _page(request, "rest", {"asked": asked, "form": form}, _to_mine(asked), (_("Put aside"), None))


@access.signed_in
@require_POST
def take_up(request: PersonRequest, pk: int) -> HttpResponse:
    return _moved(request, _own(request, pk), actions.take_up, _("A match is looked for again."))


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """GET says what ends; POST ends it."""
    asked = _own(request, pk)
    if request.method == "POST":
        if not rules.may_end(asked):
            messages.error(request, _("A match is under way: it ends on its own page."))
            return redirect("requests:mine", asked.pk)
        words = _("Your request is withdrawn. If that was a mistake, bring it back here within 30 days.")
        return _moved(request, asked, actions.end, words)
    return _page(request, "withdraw", {"asked": asked}, _to_mine(asked), (_("Withdraw"), None))


@access.signed_in
@require_POST
def bring_back(request: PersonRequest, pk: int) -> HttpResponse:
    return _moved(request, _own(request, pk), actions.bring_back, _("Your request stands again, with the days waited."))


def _moved(
    request: PersonRequest, asked: Request, action: Callable[..., Request], words: str, **said: Any
) -> HttpResponse:
    with refusal_told(request):
        action(request=asked, by=request.user.person, **said)
        messages.success(request, words)
    return redirect("requests:mine", asked.pk)
