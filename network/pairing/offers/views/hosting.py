"""The host's side: make an offer in a few steps, see where it stands, pause, reopen, renew, close or hand it on."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from core.versions import ChangedMeanwhile
from network.pairing.editions.models import PairingSettings
from network.pairing.offers import actions, lacking, reading, rules
from network.pairing.offers.forms import STEPS, BeginForm, DecideForm, EndForm, HandOnForm, ResizeForm, StepForm
from network.pairing.offers.models import Offer, State
from network.pairing.offers.refusals import MovedOn
from people.accounts.http import PersonRequest

PAGE_SIZE = 20
hosting = access.roles(*rules.HOSTING_ROLES)
working = access.roles(*rules.READING_ROLES)


def visible(request: PersonRequest, pk: int) -> Offer:
    """An offer the user sees, with what its page names; 404 for any other."""
    related = ("host", "organisation", "region", "edition__programme", "partner__organisation")
    return reach(request, Offer.objects.visible_to(request.user).select_related(*related), pk=pk)


@hosting
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """One's own offers and those of one's organisations, latest first. Cost: 6 queries, however many."""
    found = reading.with_rows(Offer.objects.hosted_by(request.user)).order_by("-made_at", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {
        "page_obj": page,
        "lines": reading.lines(page),
        "can_begin": rules.editions_to_offer_in(request.user).exists(),
    }
    return render(request, "offers/mine.html", facts)


@working
@no_store
@require_http_methods(["GET", "POST"])
def begin(request: PersonRequest) -> HttpResponse:
    """What is offered, and in which edition; after this there is a draft. Staff say first on whose behalf."""
    user = request.user
    if not user.holds_any(*rules.HOSTING_ROLES):
        return redirect("offers:for_whom")
    organisations = list(rules.organisations_of(user))
    form = BeginForm(
        request.POST or None,
        editions=rules.editions_to_offer_in(user),
        organisations=organisations,
        own_name=rules.is_mentor(user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.begin(host=user.person, by=user.person, **form.details)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("offers:step", pk=offer.pk, code="what")
    return render(request, "offers/begin.html", {"form": form, "host": None, "organisation": None})


@working
@no_store
@require_http_methods(["GET", "POST"])
def step(request: PersonRequest, pk: int, code: str) -> HttpResponse:
    """One step, saved by itself: « save » goes on with the next one, « stop » to the offer's page."""
    if code not in STEPS:
        raise Http404
    offer = visible(request, pk)
    if not _may_write(request, offer, code):
        messages.info(request, _("This part can no longer be changed here. To change it, write to the coordination."))
        return redirect("offers:offer", pk=pk)
    settings = PairingSettings.objects.open_or_not(offer.edition)
    form = STEPS[code](request.POST or None, offer=offer, settings=settings)
    if request.method == "POST" and _is_kept(request, offer, form):
        return _onward(request, offer, code)
    codes = list(STEPS)
    facts = {
        "offer": offer,
        "form": form,
        "codes": [(each.code, each.title) for each in STEPS.values()],
        "number": codes.index(code) + 1,
        "of": len(codes) + 1,
        "before": codes[codes.index(code) - 1] if codes.index(code) else "",
    }
    return render(request, f"offers/step_{code}.html", facts)


def _may_write(request: PersonRequest, offer: Offer, code: str) -> bool:
    """Cost: 0 or 1 query."""
    return rules.may_write(request.user, offer) or (code == "where" and rules.may_change_hours(request.user, offer))


def _is_kept(request: PersonRequest, offer: Offer, form: StepForm) -> bool:
    if not form.is_valid():
        return False

    def check(held: Offer) -> None:
        """Sent in another tab meanwhile, it is read by the coordination as it was sent."""
        if not _may_write(request, held, form.code):
            raise MovedOn
        form.check(held)

    try:
        actions.write(offer=offer, by=request.user.person, details=form.details, check=check)
    except ChangedMeanwhile as clash:
        form.refuse(clash)
        return False
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _onward(request: PersonRequest, offer: Offer, code: str) -> HttpResponse:
    codes = list(STEPS)
    if not offer.is_writable:
        messages.success(request, _("Your changes are kept."))
        return redirect("offers:offer", pk=offer.pk)
    if "stop" in request.POST:
        messages.success(request, _("Saved. You find your draft here whenever you come back."))
        return redirect("offers:offer", pk=offer.pk)
    after = codes[codes.index(code) + 1 :]
    return redirect("offers:step", pk=offer.pk, code=after[0]) if after else redirect("offers:check", pk=offer.pk)


@working
@no_store
@require_GET
def check(request: PersonRequest, pk: int) -> HttpResponse:
    """The last step: all of it once more, what is missing, and the button that sends it."""
    offer = visible(request, pk)
    if not offer.is_writable:
        return redirect("offers:offer", pk=pk)
    missing = [(what, reverse("offers:step", args=[pk, step])) for step, what in lacking.steps(offer)]
    number = len(STEPS) + 1
    facts = {"offer": offer, "face": reading.face_of(offer), "missing": missing, "number": number, "of": number}
    return render(request, "offers/check.html", facts)


@working
@no_store
@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Where it stands, what may be done with it, what it says and how it came here."""
    return shown(request, visible(request, pk))


def _may_be_renewed(offer: Offer) -> bool:
    return rules.may_last_longer(offer) and (offer.state != State.CLOSED or actions.has_lapsed(offer))


def shown(request: PersonRequest, offer: Offer, *, decide: DecideForm | None = None) -> HttpResponse:
    """The page of an offer, with a form that was refused or a new one. Cost: about 14 queries."""
    moves = rules.moves_open_to(request.user, offer)
    facts = {
        "offer": offer,
        "face": reading.face_of(offer),
        "moves": moves,
        "steps": offer.steps.select_related("by"),
        "last": offer.steps.first(),
        "can_write": rules.may_write(request.user, offer),
        "can_hand_on": offer.is_alive and offer.organisation_id is not None,
        "can_renew": "renew" in moves and _may_be_renewed(offer),
        "resize": ResizeForm(initial={"capacity": offer.capacity}) if "resize" in moves else None,
        "decide": (decide or DecideForm(offer=offer)) if "approve" in moves else None,
        "is_host": offer.host_id == request.user.person_id,
        "back": "offers:list" if rules.acts_for_others(request.user) else "offers:mine",
    }
    return render(request, "offers/offer.html", facts)


@working
@no_store
@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Send, pause, reopen, renew: one click each."""
    offer, by = visible(request, pk), request.user.person
    what = request.POST.get("do", "")
    moves: dict[str, tuple[Any, str]] = {
        "submit": (actions.submit, _("Sent. The coordination reads it and answers by mail, whatever the answer is.")),
        "pause": (actions.pause, _("Paused: nobody new is proposed until you reopen it.")),
        "reopen": (actions.reopen, _("Open again: the next round knows.")),
        "renew": (actions.renew, _("Renewed: it stays open.")),
    }
    act, done = moves.get(what, (_unknown, ""))
    try:
        act(offer=offer, by=by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        back = "offers:check" if what == "submit" and offer.is_writable else "offers:offer"
        return redirect(back, pk=pk)
    if what == "renew" and offer.state == State.PAUSED:
        done = _("It is renewed, and stays paused until you reopen it.")
    messages.success(request, done)
    return redirect("offers:offer", pk=pk)


def _unknown(**_facts: Any) -> None:
    raise MovedOn


@working
@no_store
@require_POST
def resize(request: PersonRequest, pk: int) -> HttpResponse:
    """Take in more people, or fewer."""
    offer = visible(request, pk)
    form = ResizeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a number from 1 to 5."))
    elif "resize" not in rules.moves_open_to(request.user, offer):
        messages.error(request, _("The places of this offer cannot be changed now."))
    else:
        with refusal_told(request):
            actions.resize(offer=offer, by=request.user.person, **form.cleaned_data)
            messages.success(request, _("Your changes are kept."))
    return redirect("offers:offer", pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    """Close an offer for good, or throw a draft away: asked once more on a page of its own."""
    offer = visible(request, pk)
    moves = rules.moves_open_to(request.user, offer)
    if not {"close", "discard"} & moves:
        messages.info(request, _("This offer is over already."))
        return redirect("offers:offer", pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            if "discard" in moves:
                actions.discard(offer=offer, by=request.user.person)
                messages.success(request, _("The draft is thrown away."))
                return redirect("offers:mine" if offer.host_id == request.user.person_id else "offers:list")
            actions.close(offer=offer, by=request.user.person, **form.cleaned_data)
            messages.success(request, _("Closed. Thank you for having opened your door."))
        return redirect("offers:offer", pk=pk)
    return render(request, "offers/end.html", {"offer": offer, "form": form, "is_draft": "discard" in moves})


@working
@no_store
@require_http_methods(["GET", "POST"])
def hand_on(request: PersonRequest, pk: int) -> HttpResponse:
    """Another person of the organisation receives from now on."""
    offer = visible(request, pk)
    if not offer.is_alive or offer.organisation is None:
        messages.info(request, _("Only an offer of an organisation passes to a colleague, while it is not over."))
        return redirect("offers:offer", pk=pk)
    people = rules.hosts_of(offer.organisation).exclude(pk=offer.host_id)
    form = HandOnForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_on(offer=offer, to=form.chosen, by=request.user.person)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done: they are told by mail, and receive from now on."))
            return redirect("offers:offer", pk=pk)
    return render(request, "offers/hand_on.html", {"offer": offer, "form": form})
