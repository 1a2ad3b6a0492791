"""Handovers as caseworkers propose and answer them, and as the coordination watches over them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.consent import registry
from people.oversight.actions import note_read
from people.oversight.models import ReadEntry
from people.participants.models import Card, CaseFile
from people.participants.rules import follows
from people.participants.showing import face_of
from people.pool import actions, rules
from people.pool.forms import AcceptForm, DeclineForm, PaperForm, ProposeForm
from people.pool.models import OPEN, Handover
from people.pool.words import steps_of

working = access.roles(*rules.WORKING_ROLES)
PAGE = 50
RELATED = (
    "case_file__person",
    "case_file__organisation",
    "from_organisation",
    "to_organisation",
    "edition__programme",
    "proposed_by",
)


def _handover(request: PersonRequest, pk: int) -> Handover:
    """One that the user's organisation proposed, or is asked about with the person's consent. Cost: 1 query."""
    return reach(request, Handover.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


@access.roles(*rules.WATCHING_ROLES)
@no_store
@require_GET
def handovers(request: PersonRequest) -> HttpResponse:
    """Open ones, late first; or those that are closed. Cost: 4 queries beside the frame's, however many there are."""
    closed = request.GET.get("show") == "closed"
    found = Handover.objects.visible_to(request.user) | Handover.objects.kept_by(request.user)
    if closed:
        found = found.exclude(state__in=OPEN).order_by("-closed_at", "-pk")
    else:
        # Those that have a day come first on either database.
        found = found.filter(state__in=OPEN).order_by("state", "due_at", "proposed_at", "pk")
    page = Paginator(found.select_related(*RELATED), PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "handover": handover,
            "name": handover.case_file.person.name if follows(request.user, handover.case_file) else "",
            "opens": rules.is_sender(request.user, handover) or rules.is_receiver(request.user, handover),
            "to_answer": rules.may_answer(request.user, handover),
        }
        for handover in page
    ]
    return render(request, "pool/handovers.html", {"page_obj": page, "lines": lines, "closed": closed})


@working
@no_store
@require_GET
def handover(request: PersonRequest, pk: int) -> HttpResponse:
    """Where one stands, with the card for who is asked to receive the person, and what can be done now."""
    return _page(request, _handover(request, pk))


def _page(request: PersonRequest, found: Handover, **forms: Any) -> HttpResponse:
    user = request.user
    own = follows(user, found.case_file)
    facts: dict[str, Any] = {
        "handover": found,
        "way": steps_of(found),
        "name": found.case_file.person.name if own else "",
        "own": own,
        "may_answer": rules.may_answer(user, found),
        "may_withdraw": rules.may_withdraw(user, found),
        "may_note_consent": rules.may_note_consent(user, found),
        "accept_form": AcceptForm(),
        "decline_form": DeclineForm(),
    }
    if facts["may_answer"]:
        card = Card.objects.visible_to(user).filter(person=found.case_file.person_id).select_related("person").first()
        if card is not None:
            note_read(
                by=user.person,
                about=card.person,
                kind=ReadEntry.Kind.CARD,
                thing=card,
                organisation=found.to_organisation,
            )
            facts["face"] = face_of(card)
    return render(request, "pool/handover.html", facts | forms)


@working
@no_store
@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest, reference: str) -> HttpResponse:
    """To whom, in which edition, with which words."""
    files = CaseFile.objects.visible_to(request.user).open().select_related("person", "organisation")
    file = reach(request, files, reference=reference.upper())
    form = ProposeForm(request.POST or None, case_file=file)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(case_file=file, by=request.user.person, **form.details)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The handover is proposed. The person is asked; nothing is shown before they agree.")
            )
            return redirect("pool:handover", pk=made.pk)
    return render(request, "pool/propose.html", {"file": file, "form": form})


@working
@require_POST
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    found, form = _handover(request, pk), AcceptForm(request.POST)
    if not rules.is_receiver(request.user, found):
        raise Http404
    form.is_valid()
    with refusal_told(request):
        actions.accept(handover=found, by=request.user.person, **form.cleaned_data)
        messages.success(request, _("Your organisation follows this person from now on. The file is open to you."))
    return redirect("pool:handover", pk=pk)


@working
@no_store
@require_POST
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    found, form = _handover(request, pk), DeclineForm(request.POST)
    if not rules.is_receiver(request.user, found):
        raise Http404
    if form.is_valid():
        with refusal_told(request):
            actions.decline(handover=found, by=request.user.person, **form.cleaned_data)
            messages.success(request, _("Your answer is noted. The person and their organisation are told why."))
        return redirect("pool:handover", pk=pk)
    return _page(request, found, decline_form=form)


@working
@no_store
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks; POST takes the proposal back."""
    found = _handover(request, pk)
    if not rules.is_sender(request.user, found):
        raise Http404
    if request.method == "GET":
        return render(request, "pool/withdraw.html", {"handover": found})
    with refusal_told(request):
        actions.withdraw(handover=found, by=request.user.person)
        messages.success(request, _("The handover is withdrawn. The person is told; they stay with your organisation."))
    return redirect("pool:handover", pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def paper(request: PersonRequest, pk: int) -> HttpResponse:
    """The sheet to print and to sign, and the place where its signature is noted."""
    found = _handover(request, pk)
    if not rules.is_sender(request.user, found):
        raise Http404
    purpose, person = registry.of("handover"), found.case_file.person
    asked = request.GET.get("language", "")
    language = asked if asked in registry.LANGUAGES else person.language
    form = PaperForm(request.POST or None, initial={"language": language, "version": purpose.current.version})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("language", "version")}
        with refusal_told(request):
            actions.consent_on_paper(handover=found, by=request.user.person, **given)
            messages.success(request, _("The consent is noted. The other organisation is asked now."))
        return redirect("pool:handover", pk=pk)
    facts = {"handover": found, "form": form, "text": purpose.current.text(language), "sheet_language": language}
    return render(request, "pool/paper.html", facts)
