"""Goals, the logbook and reviews, as the two people keep them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.kinds import Format
from network.pairing.matches import actions, refusals
from network.pairing.matches.forms import LogbookForm, ShareForm, review_form
from network.pairing.matches.models import Goal, Logbook, Review, Side
from network.pairing.matches.views.mine import crumbs
from network.pairing.matches.views.shared import RELATED, own, read_again
from people.accounts.http import PersonRequest


@access.signed_in
@no_store
@require_POST
def tick(request: PersonRequest, pk: int, rank: int) -> HttpResponse:
    """A goal is reached, or is not after all."""
    found, _side = own(request, pk)
    current = found.agreements.in_force().first()
    goal: Goal | None = current.goals.filter(rank=rank).first() if current else None
    if goal is None:
        raise Http404
    with refusal_told(request):
        actions.tick(goal=goal, reached=request.POST.get("reached") == "1", by=request.user.person)
    return redirect(reverse("matches:match", args=[pk]) + "#goals")


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def logbook(request: PersonRequest, pk: int) -> HttpResponse:
    """The candidate writes in it, as often as they like; the host reads it once it is shared with them."""
    found, side = own(request, pk)
    book: Logbook | None = getattr(found, "logbook", None)
    crumb_items = crumbs(found, _("Logbook"))
    if side == Side.HOST:
        if book is None or not book.shared_with_host or request.method == "POST":
            raise Http404
        return render(request, "matches/logbook_read.html", {"match": found, "book": book, "crumb_items": crumb_items})
    if not found.is_signed:
        raise Http404
    form = LogbookForm(request.POST or None, instance=book, initial={"revision": book.revision if book else 0})
    theirs: Logbook | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_logbook(
                match=found, revision=form.cleaned_data["revision"], answers=form.answers, by=request.user.person
            )
        except refusals.LogbookChanged as refusal:
            theirs = Logbook.objects.of_person(request.user.person).get(pk=found.pk)
            form.data = read_again(request, theirs.revision)
            form.add_error(None, str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your logbook is saved. Go on whenever you like."))
            return redirect("matches:logbook", pk=pk)
    shared = {"with_host": book.shared_with_host, "with_caseworker": book.shared_with_caseworker} if book else {}
    facts = {
        "match": found,
        "book": Logbook.objects.of_person(request.user.person).filter(pk=found.pk).first(),
        "form": form,
        "theirs": theirs,
        "share_form": ShareForm(initial=shared),
        "is_placement": found.format == Format.PLACEMENT,
        "crumb_items": crumb_items,
    }
    return render(request, "matches/logbook.html", facts, status=409 if theirs else 200)


@access.signed_in
@no_store
@require_POST
def share(request: PersonRequest, pk: int) -> HttpResponse:
    """Whom the candidate lets read it; nobody again, too."""
    found, side = own(request, pk)
    if side != Side.CANDIDATE:
        raise Http404
    form = ShareForm(request.POST)
    form.is_valid()
    with refusal_told(request):
        book = actions.share_logbook(match=found, by=request.user.person, **form.cleaned_data)
        words = _("Your logbook is shared as you chose.") if book.shared_at else _("Your logbook is private again.")
        messages.success(request, words)
    return redirect("matches:logbook", pk=pk)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """One's own review: asked for, or as it was given."""
    related = [f"party__match__{name}" for name in RELATED]
    found = reach(request, Review.objects.of_person(request.user.person).select_related(*related), pk=pk)
    match, side = found.party.match, found.party.side
    form = review_form(found)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_review(review=found, answers=form.answers, by=request.user.person)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you: your review is kept."))
            return redirect("matches:match", pk=match.pk)
    facts = {
        "review": found,
        "match": match,
        "side": side,
        "form": form,
        "crumb_items": crumbs(match, str(found.get_moment_display())),
    }
    return render(request, "matches/review.html", facts)
