"""« Mon plan et mes rendez-vous »: the plan, the hours to book, one's own appointments."""

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
from people.accompaniment import actions, overview, refusals
from people.accompaniment.forms import AboutForm, ReasonForm, ZoneForm
from people.accompaniment.models import ActionPlan, Appointment, PlanStep, Slot
from people.accompaniment.telling import Told, by_day, told, zone_of
from people.accompaniment.views.kept import forget_words, keep_words, kept_words
from people.accounts.http import PersonRequest
from people.accounts.models import Person
from people.participants.models import CaseFile
from people.timetable.actions import Clash

#: Free hours that one page shows.
PAGE = 20


def said(refusal: Refusal, viewer: Person) -> str:
    """The sentence for whoever reads it."""
    return refusal.told_to(viewer) if isinstance(refusal, Clash) else str(refusal)


def _own_file(request: PersonRequest) -> CaseFile | None:
    files = CaseFile.objects.of_person(request.user.person).open()
    return files.select_related("person", "organisation", "caseworker").first()


@access.signed_in
@no_store
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """The plan, what is booked, where one was referred. Cost: about 8 queries, whatever the rows."""
    file, zone = _own_file(request), zone_of(request.user.person)
    if file is None:
        return render(request, "accompaniment/mine.html", {"case_file": None})
    meetings = overview.appointments_of(file)
    context = {
        "case_file": file,
        **overview.plan_of(file),
        **overview.referrals_of(file),
        "coming": told(meetings["coming"], zone),
        "past": told(meetings["past"], zone),
    }
    return render(request, "accompaniment/mine.html", context)


@access.signed_in
@no_store
@require_GET
def my_plan(request: PersonRequest) -> HttpResponse:
    """The plan on paper. Cost: about 5 queries."""
    plan = ActionPlan.objects.of_person(request.user.person).open().select_related("organisation").first()
    if plan is None:
        raise Http404
    return render(request, "accompaniment/plan_print.html", {"plan": plan, **overview.steps_of(plan), "is_own": True})


@access.signed_in
@require_POST
def my_step(request: PersonRequest, pk: int) -> HttpResponse:
    """Tick one's own step, or take the tick back."""
    step = reach(request, PlanStep.objects.of_person(request.user.person), pk=pk)
    with refusal_told(request):
        if request.POST.get("state") == "todo":
            actions.untick_step(step=step, by=request.user.person)
        else:
            actions.tick_step(step=step, by=request.user.person)
            messages.success(request, _("Well done: your caseworker sees it, too."))
    return redirect(reverse("accompaniment:mine") + "#plan")


@access.signed_in
@require_POST
def my_zone(request: PersonRequest) -> HttpResponse:
    """Remember the zone, and come back to the hours: to those of a move if one was under way."""
    form = ZoneForm(request.POST)
    if form.is_valid():
        actions.set_zone(person=request.user.person, zone=form.cleaned_data["zone"])
    moving = request.POST.get("moving", "")
    if moving.isdecimal() and len(moving) < 18:
        return redirect("accompaniment:move", pk=int(moving))
    return redirect("accompaniment:hours")


@access.signed_in
@no_store
@require_GET
def hours(request: PersonRequest) -> HttpResponse:
    """Free hours, day by day in one's own zone; nobody else's name. Cost: 5 queries."""
    return _hours(request, None)


@access.signed_in
@no_store
@require_GET
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """The same hours, to move an appointment to."""
    moving = reach(request, Appointment.objects.of_person(request.user.person).select_related("organisation"), pk=pk)
    return _hours(request, moving)


def _hours(request: PersonRequest, moving: Appointment | None) -> HttpResponse:
    person, zone = request.user.person, zone_of(request.user.person)
    slots = Slot.objects.of_person(person).select_related("caseworker", "organisation").in_order()
    page = Paginator(slots, PAGE).get_page(request.GET.get("page"))
    days = by_day(told(page, zone))
    context = {
        "case_file": _own_file(request),
        "moving": Told(moving, zone) if moving else None,
        "page_obj": page,
        "days": days,
        "several": len({slot.caseworker_id for slot in page}) > 1,
        "zone_form": ZoneForm(initial={"zone": zone}),
        "elsewhere": any(one.is_elsewhere for _day, rows in days for one in rows),
    }
    return render(request, "accompaniment/hours.html", context)


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def book(request: PersonRequest, pk: int) -> HttpResponse:
    """GET shows the hour in both zones and asks what it is about; POST books it. One that is gone leads back to the others."""
    person = request.user.person
    slot = reach(request, Slot.objects.offered_to(person).select_related("caseworker", "organisation"), pk=pk)
    file = _own_file(request)
    if file is None:
        raise Http404
    form = AboutForm(request.POST or None, initial={"about": kept_words(request, file)})
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data["about"]
        try:
            booked = actions.book(slot=slot, case_file=file, by=person, about=about)
        except refusals.HourGone as refusal:
            keep_words(request, file, about)
            messages.error(request, str(refusal))
            return redirect("accompaniment:hours")
        except Refusal as refusal:
            form.add_error(None, said(refusal, person))
        else:
            forget_words(request)
            messages.success(request, _("Your appointment is booked."))
            return redirect("accompaniment:appointment", pk=booked.pk)
    elif not Slot.objects.of_person(person).filter(pk=slot.pk).exists():
        messages.error(request, str(refusals.HourGone.message))
        return redirect("accompaniment:hours")
    return render(request, "accompaniment/book.html", {"form": form, "told": Told(slot, zone_of(person))})


@access.signed_in
@no_store
@require_GET
def appointment(request: PersonRequest, pk: int) -> HttpResponse:
    """One's own appointment, and until when it can be changed."""
    rows = Appointment.objects.of_person(request.user.person).select_related("caseworker", "organisation")
    found = reach(request, rows, pk=pk)
    return render(request, "accompaniment/appointment.html", {"told": Told(found, zone_of(request.user.person))})


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def move_to(request: PersonRequest, pk: int, slot_pk: int) -> HttpResponse:
    """GET shows the two hours and asks; POST moves. An hour that is gone leads back to the others."""
    person = request.user.person
    mine = Appointment.objects.of_person(person).select_related("caseworker", "organisation", "case_file")
    moving = reach(request, mine, pk=pk)
    slot = reach(request, Slot.objects.offered_to(person).select_related("caseworker", "organisation"), pk=slot_pk)
    if request.method == "POST":
        try:
            actions.move(appointment=moving, slot=slot, by=person)
        except refusals.HourGone as refusal:
            messages.error(request, str(refusal))
            return redirect("accompaniment:move", pk=moving.pk)
        except Refusal as refusal:
            messages.error(request, said(refusal, person))
        else:
            messages.success(request, _("Your appointment has its new time."))
        return redirect("accompaniment:appointment", pk=moving.pk)
    if not Slot.objects.of_person(person).filter(pk=slot.pk).exists():
        messages.error(request, str(refusals.HourGone.message))
        return redirect("accompaniment:move", pk=moving.pk)
    zone = zone_of(person)
    return render(request, "accompaniment/move.html", {"was": Told(moving, zone), "told": Told(slot, zone)})


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks, POST cancels."""
    person = request.user.person
    rows = Appointment.objects.of_person(person).select_related("caseworker", "organisation")
    found = reach(request, rows, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            actions.cancel(appointment=found, by=person, reason=form.cleaned_data["reason"])
            messages.success(request, _("Your appointment is cancelled; your caseworker is told."))
        return redirect("accompaniment:mine")
    facts = {
        "form": form,
        "told": Told(found, zone_of(person)),
        "back": reverse("accompaniment:appointment", args=[pk]),
    }
    return render(request, "accompaniment/cancel.html", facts)
