"""Group sessions as candidates see them: those of their field and region, a place to take, the waiting list, giving it back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, calendars
from core.guard import reach
from core.mail import absolute
from core.pages import no_store
from core.refusals import Refusal
from core.told import REQUEST, calendar_entry
from network.pairing.gatherings import actions, refusals, rules, showing, telling
from network.pairing.gatherings.models import Gathering, Place
from people.accounts.http import PersonRequest
from people.timetable.actions import Clash

RELATED = ("offer__host", "offer__organisation", "offer__region", "offer__edition__programme")
PAGE = 20


@access.signed_in
@no_store
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """One's own sessions, and those to come that suit one's request; ``all`` shows the others of the edition, too. Cost: about 6 queries."""
    person = request.user.person
    asked = rules.requests_of(person)
    everything = "all" in request.GET
    open_now = Gathering.objects.shown_to(person).bookable()
    suited = Gathering.objects.none()
    for one in asked:
        suited = suited | open_now.suited_to(one)
    found = (open_now if everything else suited).exclude(pk__in=Gathering.objects.of_person(person).values("pk"))
    rows = Gathering.objects.shown_to(person).filter(pk__in=found.values("pk")).select_related(*RELATED).in_order()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    mine = list(Place.objects.of_person(person).live().select_related(*(f"gathering__{name}" for name in RELATED)))
    lines = showing.lines([each.gathering for each in mine], mine)
    facts = {
        "page_obj": page,
        "lines": showing.lines(page),
        "coming": sorted(
            (line for line in lines if not line.gathering.is_over), key=lambda line: line.gathering.starts_at
        ),
        "past": sorted(
            (line for line in lines if line.gathering.is_over), key=lambda line: line.gathering.starts_at, reverse=True
        ),
        "asked": asked,
        "everything": everything,
        "crumb_items": [(_("My space"), reverse("my_space:home")), (_("Group sessions"), None)],
    }
    return render(request, "gatherings/home.html", facts)


def _reached(request: PersonRequest, pk: int) -> Gathering:
    rows = Gathering.objects.shown_to(request.user.person).select_related(*RELATED)
    return reach(request, rows, pk=pk)


def _own_place(request: PersonRequest, found: Gathering) -> Place | None:
    """The person's own, whatever its state; the live one of two. Cost: 1 query."""
    own = Place.objects.of_person(request.user.person).filter(gathering=found).with_people()
    return sorted(own, key=lambda place: (not place.is_live, -place.pk))[0] if own else None


@access.signed_in
@no_store
@require_GET
def gathering(request: PersonRequest, pk: int) -> HttpResponse:
    """One session: what it is, when and where, and one's place. Cost: about 6 queries."""
    found = _reached(request, pk)
    place = _own_place(request, found)
    has_one = place is not None and place.is_taken
    facts = {
        "gathering": found,
        "place": place if place and place.is_live else None,
        "gave_back": place is not None and not place.is_live,
        "line": showing.Line(found, place),
        "where": found.where if has_one else "",
        "number": showing.number_in_line(place) if place and place.is_waiting else 0,
        "may_take": found.is_bookable and rules.request_for(request.user.person, found) is not None,
        "may_give_back": place is not None and place.is_live and found.is_to_come,
        "reference": place.request.candidacy.case_file.reference if place else "",
        "crumb_items": [
            (_("My space"), reverse("my_space:home")),
            (_("Group sessions"), reverse("gatherings:home")),
            (found.when, None),
        ],
    }
    return render(request, "gatherings/mine.html", facts)


@access.signed_in
@no_store
@require_POST
def take(request: PersonRequest, pk: int) -> HttpResponse:
    """A place, or one in the waiting list."""
    found, person = _reached(request, pk), request.user.person
    try:
        place = actions.take(gathering=found, person=person, by=person)
    except Clash as clash:
        messages.error(request, clash.told_to(person))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if place.is_taken:
            messages.success(request, _("You have a place. The session is in your calendar, and a letter confirms it."))
        else:
            messages.info(
                request, _("All places are taken: you are on the waiting list, and get the next one that is free.")
            )
    return redirect("gatherings:mine", pk=pk)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def give_back(request: PersonRequest, pk: int) -> HttpResponse:
    """GET says what follows, POST does it; as long as a place is free it can be taken again."""
    found = _reached(request, pk)
    place = _own_place(request, found)
    if place is None or not place.is_live:
        return redirect("gatherings:mine", pk=pk)
    if request.method != "POST":
        waiting = Place.objects.of_run(found).waiting().count()
        crumbs = [
            (_("My space"), reverse("my_space:home")),
            (_("Group sessions"), reverse("gatherings:home")),
            (found.when, reverse("gatherings:mine", args=[pk])),
            (_("Give my place back"), None),
        ]
        facts = {"gathering": found, "place": place, "waiting": waiting, "crumb_items": crumbs}
        return render(request, "gatherings/give_back.html", facts)
    try:
        actions.give_back(place=place, by=request.user.person)
    except refusals.TooLate as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your place is given back. Thank you for saying so: somebody else may have it."))
    return redirect("gatherings:mine", pk=pk)


@access.signed_in
@no_store
@require_GET
def calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """For one's own calendar; 404 without a place."""
    found = _reached(request, pk)
    place = _own_place(request, found)
    if place is None or not place.is_taken or not found.is_planned:
        raise Http404
    told = telling.entry_of(found, REQUEST, uid=telling.uid_of(place), sequence=place.sequence)
    entry = calendar_entry(told, summary=_("Group session"), url=absolute(reverse("gatherings:mine", args=[pk])))
    response = HttpResponse(calendars.text([entry]), content_type=calendars.content_type())
    response["Content-Disposition"] = f'attachment; filename="{_("group-session")}-{pk}.ics"'
    return response
