"""A match as its two people see it: where it stands, who the other is, what there is to do."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.matches import actions, rules, showing
from network.pairing.matches.forms import EndForm, PhoneForm
from network.pairing.matches.models import Match, Review, Side, State
from network.pairing.matches.sections import sections
from network.pairing.matches.views.shared import RELATED, own, versions
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants.models import Card
from people.participants.rules import reads_for
from people.participants.showing import face_of


@access.signed_in
@no_store
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """One's own matches, those under way first. Cost: 1 query beside the frame's."""
    person = request.user.person
    found = Match.objects.of_person(person).select_related(*RELATED).order_by("-made_at", "-pk")
    known = [_line(each, each.side_of(person)) for each in found]
    facts = {
        "live": [line for line in known if line["match"].is_live],
        "past": [line for line in known if not line["match"].is_live],
        "crumb_items": [(_("My space"), reverse("my_space:home")), (_("My matches"), None)],
    }
    return render(request, "matches/home.html", facts)


def _line(match: Match, side: Side | None) -> dict[str, Any]:
    name = match.person_of(side.other).name if match.is_signed and side else ""
    return {"match": match, "side": side, "name": name, "kind": showing.KINDS.get(match.state, "")}


@access.signed_in
@no_store
@require_GET
def match(request: PersonRequest, pk: int) -> HttpResponse:
    """The match's page. Cost: about 14 queries beside the frame's, and those of sections of rooms above."""
    found, side = own(request, pk)
    party = found.parties.get(side=side)
    both = versions(found)
    reviews = list(Review.objects.of_person(request.user.person).filter(party__match=found))
    items, current = showing.way_of(found)
    book = getattr(found, "logbook", None)
    facts: dict[str, Any] = {
        "match": found,
        "side": side,
        "other": showing.other_of(found, side),
        "kind": showing.KINDS.get(found.state, ""),
        "way": items,
        "way_at": current,
        "done_words": showing.duration(found.minutes_done),
        "planned_words": showing.duration(found.minutes_planned),
        "signed_own": both["draft"].signed_at(side) if both["draft"] else None,
        "goals": list(both["current"].goals.all()) if both["current"] else [],
        "to_review": [review for review in reviews if review.is_awaited],
        "reviewed": [review for review in reviews if review.given_at],
        "phone_form": PhoneForm(initial={"phone": party.phone}),
        "book": book,
        "keeps_book": found.is_signed and side == Side.CANDIDATE,
        "reads_book": side == Side.HOST and book is not None and book.shared_with_host,
        "links": showing.links_of(found),
        "sections": [(each, body) for each in sections() if (body := each.render(request, found, side))],
        "may_edit": rules.may_edit(found),
        "may_resume": _may_resume(found, side),
        "crumb_items": crumbs(found),
    }
    return render(request, "matches/match.html", facts | both)


def _may_resume(found: Match, side: Side) -> bool:
    """Who ended it may take that back."""
    return found.ended_side == side and actions.may_resume(found)


def crumbs(found: Match, here: str = "") -> list[tuple[str, str | None]]:
    """The way to a page of one match; ``here`` is the page, "" the match's own."""
    above: list[tuple[str, str | None]] = [
        (_("My space"), reverse("my_space:home")),
        (_("My matches"), reverse("matches:home")),
    ]
    name = str(found.get_format_display())
    if not here:
        return [*above, (name, None)]
    return [*above, (name, reverse("matches:match", args=[found.pk])), (here, None)]


@access.signed_in
@no_store
@require_POST
def phone(request: PersonRequest, pk: int) -> HttpResponse:
    """A number for the other."""
    found, side = own(request, pk)
    form = PhoneForm(request.POST)
    if found.is_live and form.is_valid():
        actions.share_phone(match=found, side=side, phone=form.cleaned_data["phone"], by=request.user.person)
        messages.success(request, _("Your telephone number is saved."))
    else:
        messages.error(request, _("This number could not be saved. Check it and try again."))
    return redirect("matches:match", pk=pk)


@access.signed_in
@no_store
@require_GET
def card(request: PersonRequest, pk: int) -> HttpResponse:
    """The candidate's card, with their name, for who receives them: once both signed, while they agree to it. It is noted."""
    found, side = own(request, pk)
    if side != Side.HOST or not found.is_live or not found.is_signed:
        raise Http404
    cards = Card.objects.visible_to(request.user).select_related("person__case_file")
    shown = reach(request, cards, person=found.candidate_id)
    note_read(
        by=request.user.person,
        about=shown.person,
        kind=ReadEntry.Kind.CARD,
        thing=shown,
        organisation=reads_for(request.user, shown.person.case_file),
    )
    facts = {
        "match": found,
        "face": face_of(shown),
        "name": found.candidate.name,
        "crumb_items": crumbs(found, _("Professional card")),
    }
    return render(request, "matches/card.html", facts)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """End it early, with a reason: what follows is said before."""
    found, side = own(request, pk)
    form = EndForm(request.POST or None, side=side)
    if not rules.may_end(found):
        return redirect("matches:match", pk=pk)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.end(
                match=found,
                reason=said["reason"],
                words=said["words"],
                again=form.again_said,
                side=side,
                by=request.user.person,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The match is ended, and the other is told. Thank you for what you did."))
            return redirect("matches:match", pk=pk)
    facts = {"match": found, "side": side, "form": form, "crumb_items": crumbs(found, _("End the match"))}
    return render(request, "matches/end.html", facts)


@access.signed_in
@no_store
@require_POST
def resume(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back the end, within some days."""
    found, side = own(request, pk)
    if found.state == State.ENDED and found.ended_side != side:
        raise Http404
    with refusal_told(request):
        actions.resume(match=found, by=request.user.person)
        messages.success(request, _("The match goes on where it was. The other is told."))
    return redirect("matches:match", pk=pk)
