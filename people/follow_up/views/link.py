"""The person answers: by the mailed link, in two taps and without signing in, or in their own space."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.accounts.models import Person
from people.follow_up import actions
from people.follow_up.actions import Answer, Place
from people.follow_up.forms import PlaceForm, SituationForm
from people.follow_up.models import Declined, FollowUp

_answerable = ("track__case_file__person", "track__case_file__region", "track__lives_in", "lives_in", "works_in")


@access.bearer(gettext_lazy("Answer to a follow-up: the hash of the token must be one we keep"))
@no_store
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing (mail scanners follow links); each POST is one tap. Neither name nor file stands on it."""
    row = get_object_or_404(FollowUp.objects.held_by(token).select_related(*_answerable))
    if not row.link_holds():
        return render(request, "follow_up/link_over.html", status=410)
    return _tapped(request, row) if request.method == "POST" else _asked(request, row, {})


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def mine_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """The same two taps, for whoever is signed in."""
    rows = FollowUp.objects.of_person(request.user.person).current().select_related(*_answerable)
    row = reach(request, rows, pk=pk)
    return _tapped(request, row) if request.method == "POST" else _asked(request, row, {})


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """What I was asked and will be, what I answered, and whether I am asked at all."""
    person = request.user.person
    rows = FollowUp.objects.of_person(person).current().select_related("track", "lives_in", "works_in")
    facts = {"rows": list(rows), "declined": Declined.objects.of_person(person).first()}
    return render(request, "follow_up/mine.html", facts)


@access.signed_in
@require_POST
def mine_asking(request: PersonRequest) -> HttpResponse:
    """Be asked no more, or again."""
    person = request.user.person
    if not Declined.objects.of_person(person).exists() and not FollowUp.objects.of_person(person).exists():
        return redirect("follow_up:mine")
    _say_whether(request, person)
    return redirect("follow_up:mine")


def _asked(request: HttpRequest, row: FollowUp, more: dict[str, Any], *, step: str = "") -> HttpResponse:
    """The page of the step one is at: ``situation``, ``place``, ``done`` or ``declined``."""
    step = step or _step_of(request, row)
    facts = {
        "row": row,
        "step": step,
        "known": row.lives_in or row.track.lives_in or row.track.case_file.region,
        "is_mine": request.user.is_authenticated and request.user.person_id == row.track.case_file.person_id,
        "situations": FollowUp.Situation.choices,
        "form": more.get("form") or (PlaceForm(row=row) if step == "place" else None),
        "refusal": more.get("refusal"),
    }
    return render(request, "follow_up/answer.html", facts, status=409 if facts["refusal"] else 200)


def _step_of(request: HttpRequest, row: FollowUp) -> str:
    if row.state == FollowUp.State.CANCELLED:
        return "declined" if row.has_declined else "closed"
    if not row.may_answer_oneself():
        return "done" if row.is_answered else "closed"
    wanted = request.GET.get("step", "")
    if not row.is_answered or wanted == "situation":
        return "situation"
    return "place" if wanted == "place" or (not row.has_place and wanted != "done") else "done"


def _tapped(request: HttpRequest, row: FollowUp) -> HttpResponse:
    person = row.track.case_file.person
    if "stop" in request.POST or "resume" in request.POST:
        _say_whether(request, person)
        return redirect(request.path)
    try:
        if "situation" in request.POST:
            return _first_tap(request, row, person)
        return _second_tap(request, row, person)
    except Refusal as refusal:
        row.refresh_from_db()
        return _asked(request, row, {"refusal": refusal})


def _first_tap(request: HttpRequest, row: FollowUp, person: Person) -> HttpResponse:
    form = SituationForm(request.POST)
    if not form.is_valid():
        return _asked(request, row, {}, step="situation")
    situation = form.cleaned_data["situation"]
    works = Place(row.works_in, row.works_outside) if situation in FollowUp.EMPLOYED else Place()
    said = Answer(situation, Place(row.lives_in, row.lives_outside), works, row.still_there)
    actions.answer(follow_up=row, answer=said, how=FollowUp.How.SELF, seen=form.cleaned_data["seen"], by=person)
    return redirect(f"{request.path}?step=place")


def _second_tap(request: HttpRequest, row: FollowUp, person: Person) -> HttpResponse:
    known = row.lives_in or row.track.lives_in or row.track.case_file.region
    if "same" in request.POST and known is not None:
        place = Place(known)
        works = place if row.is_employed else Place()
        seen = SituationForm({"situation": row.situation, "seen": request.POST.get("seen")})
        if not seen.is_valid():
            return _asked(request, row, {}, step="place")
        actions.say_place(follow_up=row, lives=place, works=works, seen=seen.cleaned_data["seen"], by=person)
        return redirect(f"{request.path}?step=done")
    form = PlaceForm(request.POST, row=row)
    if not form.is_valid():
        return _asked(request, row, {"form": form}, step="place" if row.is_answered else "")
    said = form.cleaned_data
    actions.say_place(
        follow_up=row, lives=said["lives"], works=said.get("works", Place()), seen=said["seen"], by=person
    )
    return redirect(f"{request.path}?step=done")


def _say_whether(request: HttpRequest, person: Person) -> None:
    if "resume" in request.POST:
        actions.welcome_again(person=person, by=person)
        messages.success(request, _("You will be asked again on the next dates."))
    elif "stop" in request.POST:
        actions.decline(person=person, by=person)
        messages.success(request, _("You will not be asked again."))
