"""Matches as caseworkers, partners' staff and the coordination see them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.kinds import Format
from network.pairing.matches import actions, rules, showing
from network.pairing.matches.forms import CompleteForm, EndForm, MatchFilter
from network.pairing.matches.models import LIVE, WORKING_ROLES, Match, MatchQuerySet, Review
from network.pairing.matches.needs import needs
from network.pairing.matches.sections import sections
from network.pairing.matches.views.shared import RELATED, confirm_days, days_of, edit_page, of_staff, pdf, versions
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants.models import CaseFile
from people.participants.rules import reads_for

working = access.roles(*WORKING_ROLES)
PAGE = 50


@working
@no_store
@require_GET
def matches(request: PersonRequest) -> HttpResponse:
    """Those the user works with, newest first, narrowed as asked. Cost: about 6 queries beside the frame's, whatever the rows."""
    rows = Match.objects.visible_to(request.user)
    form = MatchFilter(request.GET or {"state": MatchFilter.LIVE}, editions=rows.editions())
    said = form.cleaned_data if form.is_valid() else {}
    found = _narrowed(rows, said).select_related(*RELATED).order_by("-made_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    files = CaseFile.objects.visible_to(request.user).filter(person__in=[each.candidate_id for each in page])
    mine = set(files.values_list("person", flat=True))
    lines = [
        {
            "match": each,
            "name": each.candidate.name if each.candidate_id in mine else "",
            "reference": each.request.candidacy.case_file.reference,
            "kind": showing.KINDS.get(each.state, ""),
            "done": showing.duration(each.minutes_done),
            "planned": showing.duration(each.minutes_planned),
            "late": rules.may_edit(each) and each.ends_on is not None and each.ends_on < timezone.localdate(),
        }
        for each in page
    ]
    coordinates = request.user.holds_any(*rules.COMPLETING_ROLES)
    facts = {"page_obj": page, "lines": lines, "form": form, "coordinates": coordinates, "narrowed": bool(request.GET)}
    return render(request, "matches/list.html", facts)


def _narrowed(rows: MatchQuerySet, said: Mapping[str, Any]) -> MatchQuerySet:
    state = said.get("state") or MatchFilter.LIVE
    if state == MatchFilter.LIVE:
        rows = rows.filter(state__in=LIVE)
    elif state != "all":
        rows = rows.filter(state=state)
    if said.get("format"):
        rows = rows.filter(format=said["format"])
    if said.get("edition"):
        rows = rows.filter(edition=said["edition"])
    match said.get("needs"):
        case "signature":
            rows = rows.with_a_draft()
        case "review":
            rows = rows.with_a_review_to_come()
        case "late":
            rows = rows.past_their_last_day()
        case code if code in needs():
            rows = needs()[code].narrow(rows)
    return rows


@working
@no_store
@require_GET
def match(request: PersonRequest, pk: int) -> HttpResponse:
    """One match: what was agreed, counted and said of it. Cost: about 16 queries beside the frame's."""
    found, user = of_staff(request, pk), request.user
    follows, coordinates = rules.follows_candidate(user, found), rules.coordinates(user, found)
    both = versions(found)
    items, current = showing.way_of(found)
    book = getattr(found, "logbook", None)
    shows_book = follows and book is not None and book.shared_with_caseworker
    reads_words = rules.reads_what_they_say(user, found)
    reviews = list(Review.objects.of_match(found).given().select_related("party")) if reads_words else []
    shows_name = rules.sees_the_name(user, found)
    if shows_name or reviews:
        _note(request, found)
    facts: dict[str, Any] = {
        "match": found,
        "name": found.candidate.name if shows_name else "",
        "file": found.request.candidacy.case_file,
        "follows": follows,
        "coordinates": coordinates,
        "shows_names": shows_name,
        "kind": showing.KINDS.get(found.state, ""),
        "way": items,
        "way_at": current,
        "done_words": showing.duration(found.minutes_done),
        "planned_words": showing.duration(found.minutes_planned),
        "goals": list(both["current"].goals.all()) if both["current"] else [],
        "days": days_of(found, both["current"]) if found.format != Format.MENTORING else [],
        "reviews": reviews,
        "reads_words": reads_words,
        "awaited": list(Review.objects.of_match(found).awaited().select_related("party")),
        "book": book if shows_book else None,
        "links": showing.links_of(found),
        "sections": [(each, body) for each in sections() if (body := each.render(request, found, ""))],
        "may_edit": rules.may_edit(found),
        "may_complete": rules.may_complete(user, found),
        "may_resume": actions.may_resume(found),
    }
    return render(request, "matches/staff_match.html", facts | both)


def _note(request: PersonRequest, found: Match) -> None:
    """That the page was read which names the candidate, or says what they said."""
    note_read(
        by=request.user.person,
        about=found.candidate,
        kind=ReadEntry.Kind.FILE,
        thing=found,
        organisation=reads_for(request.user, found.request.candidacy.case_file),
    )


@working
@no_store
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Staff help to write the agreement; both sign what they wrote."""
    found = of_staff(request, pk)
    return edit_page(request, found, "matches/staff_edit.html", reverse("matches:staff_match", args=[pk]))


@working
@no_store
@require_POST
def new_version(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin a version that says what is in force."""
    found = of_staff(request, pk)
    try:
        actions.new_version(match=found, by=request.user.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("matches:staff_match", pk=pk)
    return redirect("matches:staff_edit", pk=pk)


@working
@no_store
@require_GET
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """The agreement in force, which names both: for who may read the name."""
    found = of_staff(request, pk)
    if not rules.sees_the_name(request.user, found):
        raise Http404
    _note(request, found)
    return pdf(found)


@working
@no_store
@require_POST
def days(request: PersonRequest, pk: int) -> HttpResponse:
    """Days that took place, as somebody told."""
    found = of_staff(request, pk)
    confirm_days(request, found)
    return redirect("matches:staff_match", pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """End it early, and say whether the candidate waits for another match."""
    found = of_staff(request, pk)
    if not rules.may_end(found):
        return redirect("matches:staff_match", pk=pk)
    form = EndForm(request.POST or None, side="")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.end(
                match=found, reason=said["reason"], words=said["words"], again=form.again_said, by=request.user.person
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The match is ended, and both are told."))
            return redirect("matches:staff_match", pk=pk)
    return render(request, "matches/staff_end.html", {"match": found, "form": form})


@working
@no_store
@require_POST
def resume(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back the end, within some days."""
    found = of_staff(request, pk)
    with refusal_told(request):
        actions.resume(match=found, by=request.user.person)
        messages.success(request, _("The match goes on where it was. Both are told."))
    return redirect("matches:staff_match", pk=pk)


@access.roles(*rules.COMPLETING_ROLES)
@no_store
@require_http_methods(["GET", "POST"])
def complete(request: PersonRequest, pk: int) -> HttpResponse:
    """The coordination completes it by hand, and says why."""
    found = reach(request, Match.objects.kept_by(request.user).select_related(*RELATED), pk=pk)
    form = CompleteForm(request.POST or None)
    if not rules.may_complete(request.user, found):
        return redirect("matches:staff_match", pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.complete(match=found, because=form.cleaned_data["because"], by=request.user.person)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The match is completed, and both are told."))
            return redirect("matches:staff_match", pk=pk)
    return render(request, "matches/complete.html", {"match": found, "form": form})
