"""Group sessions as hosts and staff see them: dates added, moved and called off, who is expected, who was there."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from network.pairing.gatherings import actions, rules, showing
from network.pairing.gatherings.forms import CancelForm, DateForm, ListFilter, WalkInForm
from network.pairing.gatherings.models import FORMAT, Gathering, Place, Presence, State
from network.pairing.offers.models import Offer
from network.pairing.offers.models import State as OfferState
from people.accounts.http import PersonRequest
from people.programmes.models import Edition

working = access.roles(*rules.WORKING_ROLES)
RELATED = ("offer__host", "offer__organisation", "offer__region", "offer__edition__programme")
PAGE = 50
#: Open offers that stand above the list at once; more of them are folded.
FEW = 3


@working
@no_store
@require_GET
def gatherings(request: PersonRequest) -> HttpResponse:
    """Those the user hosts or follows, soonest first. Cost: about 6 queries beside the frame's, whatever the rows."""
    rows = Gathering.objects.visible_to(request.user)
    editions = Edition.objects.filter(pk__in=rows.order_by().values("offer__edition")).select_related("programme")
    form = ListFilter(request.GET or None, editions=editions.order_by("-starts_on", "pk"))
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    waiting = Count("places", filter=Q(places__state=Place.State.WAITING))
    found = _narrowed(rows, said).annotate(waiting=waiting).select_related(*RELATED)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    added_to = Offer.objects.visible_to(request.user).filter(format=FORMAT, state=OfferState.OPEN)
    facts = {
        "page_obj": page,
        "lines": [{"gathering": each, "kind": showing.KINDS[each.state]} for each in page],
        "form": form,
        "narrowed": bool(request.GET),
        "offers": list(added_to.order_by("-made_at", "-pk")[:PAGE]),
        "few": FEW,
    }
    return render(request, "gatherings/list.html", facts)


def _narrowed(rows: QuerySet[Gathering], said: Mapping[str, Any]) -> QuerySet[Gathering]:
    if said.get("edition"):
        rows = rows.filter(offer__edition=said["edition"])
    match said.get("show") or ListFilter.COMING:
        case ListFilter.TO_NOTE:
            return rows.filter(state=State.PLANNED, ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")
        case ListFilter.PAST:
            return rows.filter(state=State.HELD).order_by("-starts_at", "-pk")
        case ListFilter.ALL:
            return rows.order_by("-starts_at", "-pk")
    return rows.filter(state=State.PLANNED, ends_at__gt=timezone.now()).order_by("starts_at", "pk")


def _visible(request: PersonRequest, pk: int) -> Gathering:
    return reach(request, Gathering.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


def _run(request: PersonRequest, pk: int) -> Gathering:
    """One that the user moves, calls off and notes the presence of."""
    return reach(request, Gathering.objects.run_by_host_or_staff(request.user).select_related(*RELATED), pk=pk)


def _people(request: PersonRequest, found: Gathering) -> list[dict[str, Any]]:
    """Who is expected or waits: with their name for the host and for who follows them, else by number. Cost: 3 queries."""
    places = list(Place.objects.of_run(found).live().with_people().order_by("state", "asked_at", "pk"))
    is_host = rules.hosts(request.user, found.offer)
    own = set(Place.objects.visible_to(request.user).filter(gathering=found).values_list("pk", flat=True))
    lines = []
    for place in places:
        file = place.request.candidacy.case_file
        # Whoever waits is nobody the host expects yet.
        is_named = place.pk in own or (is_host and place.is_taken)
        lines.append(
            {
                "place": place,
                "name": file.person.name if is_named else "",
                # The host learns a name, and nothing of the file.
                "reference": "" if is_host and place.pk not in own else file.reference,
                "own": place.pk in own,
            }
        )
    return lines


@working
@no_store
@require_GET
def gathering(request: PersonRequest, pk: int) -> HttpResponse:
    """One session: when, where, who is expected, who waits. Cost: about 9 queries beside the frame's."""
    found = _visible(request, pk)
    runs = rules.runs(request.user, found)
    people = _people(request, found)
    facts = {
        "gathering": found,
        "kind": showing.KINDS[found.state],
        "taken": [line for line in people if line["place"].is_taken],
        "waiting": [line for line in people if line["place"].is_waiting],
        "runs": runs,
        "is_host": rules.hosts(request.user, found.offer),
        "may_note": runs and found.has_started and not found.is_cancelled,
        "may_change": runs and found.is_to_come,
        "may_add": runs and found.offer.state in {OfferState.OPEN, OfferState.PAUSED},
        "may_register": rules.registers(request.user) and found.is_bookable,
    }
    return render(request, "gatherings/gathering.html", facts)


@working
@no_store
@require_http_methods(["GET", "POST"])
def change(request: PersonRequest, pk: int) -> HttpResponse:
    """Another hour, place or number of places; all who would come are told."""
    found = _run(request, pk)
    if not found.is_to_come:
        return redirect("gatherings:gathering", pk=pk)
    form = DateForm(request.POST or None, gathering=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(gathering=found, by=request.user.person, **form.facts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Whoever has a place or waits for one is told of a new hour or place."))
            return redirect("gatherings:gathering", pk=pk)
    return render(request, "gatherings/change.html", {"gathering": found, "form": form})


@working
@no_store
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest, pk: int) -> HttpResponse:
    """Another date of an open group offer; ``from`` is the session whose page led here. Cost: 4 queries beside the frame's."""
    user = request.user
    offers = Offer.objects.visible_to(user).select_related("edition__programme", "organisation", "host")
    offer = reach(request, offers, pk=pk, format=FORMAT)
    if not _may_add(request, offer):
        raise Http404
    online = offer.is_online and not offer.is_on_site
    there = Gathering.objects.visible_to(user).filter(offer=offer)
    last = there.order_by("-pk").first()
    initial = {
        "start_time": last.start_time if last else None,
        "end_time": last.end_time if last else None,
        "capacity": last.capacity if last else offer.capacity,
        "zone": last.zone if last else "America/Toronto",
        "how": "online" if (last.is_online if last else online) else "place",
        "place": last.place if last else "",
    }
    form = DateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.facts
        try:
            made = actions.add(
                offer=offer, day=said["start_date"], starts=said["start_time"], ends=said["end_time"], zone=said["zone"],
                capacity=said["capacity"], is_online=said["is_online"], place=said["place"], by=user.person,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = (
                _("The date is added. Candidates of that field and region see it now.")
                if offer.state == OfferState.OPEN
                else _("The date is added. Candidates see it once the offer is open again.")
            )
            messages.success(request, words)
            return redirect("gatherings:gathering", pk=made.pk)
    sent = request.GET.get("from", "")
    came_from = there.filter(pk=int(sent)).first() if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
    facts = {
        "offer": offer,
        "form": form,
        "coming": list(there.to_come().in_order()[:PAGE]),
        "came_from": came_from,
        "back": reverse("gatherings:gathering", args=[came_from.pk]) if came_from else reverse("gatherings:list"),
    }
    return render(request, "gatherings/add.html", facts)


def _may_add(request: PersonRequest, offer: Offer) -> bool:
    """The host's side, the coordination, and who brought the host: all who see the offer at all."""
    return offer.state in {OfferState.OPEN, OfferState.PAUSED}


@working
@no_store
@require_http_methods(["GET", "POST"])
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Call it off, and say why."""
    found = _run(request, pk)
    if not found.is_to_come:
        return redirect("gatherings:gathering", pk=pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(gathering=found, by=request.user.person, word=form.cleaned_data["word"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is called off, and everybody is told."))
            return redirect("gatherings:gathering", pk=pk)
    live = Place.objects.of_run(found).live().count()
    return render(request, "gatherings/cancel.html", {"gathering": found, "form": form, "live": live})


def _presence_page(
    request: PersonRequest, found: Gathering, form: WalkInForm, *, ticked: set[int] | None = None, status: int = 200
) -> HttpResponse:
    """``ticked``: what was ticked and is not saved yet."""
    lines = [line for line in _people(request, found) if line["place"].is_taken]
    for line in lines:
        place = line["place"]
        if ticked is not None:
            line["there"] = place.pk in ticked
        else:
            # Before anything was said, everybody is there: fewer taps for the usual day.
            line["there"] = place.presence != Presence.ABSENT if found.noted_at else True
    facts = {"gathering": found, "lines": lines, "form": form}
    return render(request, "gatherings/presence.html", facts, status=status)


@working
@no_store
@require_http_methods(["GET", "POST"])
def presence(request: PersonRequest, pk: int) -> HttpResponse:
    """Who was there: a list to tick, on a phone."""
    found = _run(request, pk)
    if found.is_cancelled or not found.has_started:
        messages.info(request, _("Who is there can be noted once the session has begun."))
        return redirect("gatherings:gathering", pk=pk)
    if request.method != "POST":
        return _presence_page(request, found, WalkInForm())
    present = _ticked(request)
    if request.POST.get("reference") or request.POST.get("name"):
        form, came = _let_in(request, found)
        if came is None:
            return _presence_page(request, found, form, ticked=present, status=422)
        present.add(came.pk)
    with refusal_told(request):
        noted = actions.note_presence(gathering=found, present=present, by=request.user.person)
        words = ngettext("Noted: %(number)s person was there.", "Noted: %(number)s people were there.", noted.came or 0)
        messages.success(request, words % {"number": noted.came})
    return redirect("gatherings:gathering", pk=pk)


@working
@no_store
@require_POST
def walk_in(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody came without a place."""
    found, ticked = _run(request, pk), _ticked(request)
    form, came = _let_in(request, found)
    if came is None:
        return _presence_page(request, found, form, ticked=ticked, status=422)
    # Shown at once rather than by another address: what was ticked meanwhile stays ticked.
    return _presence_page(request, found, WalkInForm(), ticked={*ticked, came.pk})


def _ticked(request: PersonRequest) -> set[int]:
    sent = request.POST.getlist("place")
    return {int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 10}


def _let_in(request: PersonRequest, found: Gathering) -> tuple[WalkInForm, Place | None]:
    """Who came without a place, as typed; None with what is wrong in the form."""
    form = WalkInForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            place = actions.walk_in(
                gathering=found, reference=said["reference"], name=said["name"], by=request.user.person
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is on the list.") % {"name": place.person.name})
            return form, place
    return form, None
