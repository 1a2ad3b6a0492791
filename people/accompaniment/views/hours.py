"""The caseworker's hours and appointments: opened, closed, booked for somebody, moved, called off, noted."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.guard import reach
from core.localtime import AmbiguousTime, NoSuchTime
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accompaniment import actions, refusals
from people.accompaniment.forms import AboutForm, HoursForm, MeetForm, ReasonForm
from people.accompaniment.models import Appointment, Slot
from people.accompaniment.telling import Told, by_day, told
from people.accompaniment.views.kept import forget_words, keep_words, kept_words
from people.accompaniment.views.person import said
from people.accompaniment.views.staff import back_to, file_of, whole_file_url, working
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read

PAGE = 30


def _appointments() -> tuple[str, ...]:
    return "case_file__person", "organisation", "caseworker"


@working
@no_store
@require_GET
def agenda(request: PersonRequest) -> HttpResponse:
    """One's own hours to come, free and booked, and the appointments to note. Cost: about 8 queries."""
    person = request.user.person
    mine = Appointment.objects.editable_by(request.user).filter(caseworker=person).select_related(*_appointments())
    page = Paginator(Slot.objects.opened_by(person).free().in_order().select_related("organisation"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "coming": list(mine.upcoming()[:PAGE]),
        "to_note": list(mine.to_note().order_by("-starts_at", "-pk")[:PAGE]),
        "page_obj": page,
        "days": by_day([Told(slot, slot.zone) for slot in page]),
        "today": timezone.localdate(),
    }
    return render(request, "accompaniment/agenda.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def open_hours(request: PersonRequest) -> HttpResponse:
    """One stretch of a day, perhaps every week."""
    start = {"day": timezone.localdate() + timedelta(days=1)}
    form = HoursForm(request.POST or None, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            person = request.user.person
            opened = actions.open_hours(caseworker=person, by=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Hours opened: %(number)d") % {"number": len(opened)})
            return redirect("accompaniment:agenda")
    return render(request, "accompaniment/hours_open.html", {"form": form})


@working
@no_store
@require_http_methods(["GET", "POST"])
def close_hours(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks: this hour alone, or all that were opened with it; POST closes."""
    slot = reach(request, Slot.objects.opened_by(request.user.person).filter(closed_at=None), pk=pk)
    if request.method == "POST":
        with refusal_told(request):
            whole = request.POST.get("series") == "1"
            closed = actions.close_hours(slot=slot, by=request.user.person, whole_series=whole)
            messages.success(request, _("Hours closed: %(number)d") % {"number": closed})
        return redirect("accompaniment:agenda")
    others = Slot.objects.opened_by(request.user.person).free().filter(series=slot.series, starts_at__gt=slot.starts_at)
    return render(request, "accompaniment/hours_close.html", {"told": Told(slot, slot.zone), "others": others.count()})


@working
@no_store
@require_GET
def choose(request: PersonRequest, reference: str) -> HttpResponse:
    """Free hours of the organisation for one person, and a way to fix another one."""
    found = file_of(request, reference)
    slots = Slot.objects.free_for(found).select_related("caseworker", "organisation").in_order()[:PAGE]
    days = by_day([Told(slot, slot.zone) for slot in slots])
    context = {"case_file": found, "days": days, "several": len({slot.caseworker_id for slot in slots}) > 1}
    return render(request, "accompaniment/choose.html", context)


@working
@no_store
@require_http_methods(["GET", "POST"])
def book_for(request: PersonRequest, reference: str, slot_pk: int) -> HttpResponse:
    """Book an opened hour for somebody, on the telephone with them. One that is gone leads back to the others."""
    found = file_of(request, reference)
    slot = reach(request, Slot.objects.offered_for(found).select_related("caseworker", "organisation"), pk=slot_pk)
    form = AboutForm(request.POST or None, initial={"about": kept_words(request, found)})
    if request.method == "POST" and form.is_valid():
        person, about = request.user.person, form.cleaned_data["about"]
        try:
            actions.book(slot=slot, case_file=found, by=person, about=about)
        except refusals.HourGone as refusal:
            keep_words(request, found, about)
            messages.error(request, str(refusal))
            return redirect("accompaniment:choose", reference=found.reference)
        except Refusal as refusal:
            form.add_error(None, said(refusal, person))
        else:
            forget_words(request)
            messages.success(request, _("The appointment is booked; the person is told."))
            return back_to(found, "appointments")
    elif not Slot.objects.free_for(found).filter(pk=slot.pk).exists():
        messages.error(request, str(refusals.HourGone.message))
        return redirect("accompaniment:choose", reference=found.reference)
    facts = {"form": form, "case_file": found, "told": Told(slot, slot.zone)}
    return render(request, "accompaniment/book_for.html", facts)


@working
@no_store
@require_http_methods(["GET", "POST"])
def meet_at(request: PersonRequest, reference: str) -> HttpResponse:
    """An hour that was not opened for booking."""
    found = file_of(request, reference)
    form = MeetForm(request.POST or None, case_file=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.meet_at(case_file=found, by=request.user.person, **form.cleaned_data)
        except (NoSuchTime, AmbiguousTime) as trouble:
            form.add_error("starts", str(trouble.message))
        except Refusal as refusal:
            form.add_error(None, said(refusal, request.user.person))
        else:
            messages.success(request, _("The appointment is booked; the person is told."))
            return back_to(found, "appointments")
    return render(request, "accompaniment/meet_at.html", {"form": form, "case_file": found})


@working
@no_store
@require_GET
def appointment(request: PersonRequest, pk: int) -> HttpResponse:
    """One appointment; that somebody's was opened is noted."""
    found = reach(request, Appointment.objects.visible_to(request.user).select_related(*_appointments()), pk=pk)
    file = found.case_file
    note_read(by=request.user.person, about=file.person, kind="plan", thing=file, organisation=found.organisation)
    can_edit = Appointment.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "told": Told(found, found.zone),
        "appointment": found,
        "case_file": file,
        "can_edit": can_edit,
        "whole_file_url": whole_file_url(file) if can_edit else "",
    }
    return render(request, "accompaniment/staff_appointment.html", context)


def _editable(request: PersonRequest, pk: int) -> Appointment:
    return reach(request, Appointment.objects.editable_by(request.user).select_related(*_appointments()), pk=pk)


@working
@require_POST
def presence(request: PersonRequest, pk: int) -> HttpResponse:
    """Whether the person came."""
    found = _editable(request, pk)
    with refusal_told(request):
        came = request.POST.get("came") == "1"
        actions.note_presence(appointment=found, came=came, by=request.user.person)
        missed = _("Noted: missed. A task reminds you to call.") if found.tasks.open().exists() else _("Noted: missed.")
        messages.success(request, _("Noted: the person came.") if came else missed)
    return redirect("accompaniment:staff_appointment", pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def staff_cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks, POST cancels; both sides are told."""
    found = _editable(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            actions.cancel(appointment=found, by=request.user.person, reason=form.cleaned_data["reason"])
            messages.success(request, _("The appointment is cancelled; the person is told."))
        return redirect("accompaniment:staff_appointment", pk=pk)
    back = reverse("accompaniment:staff_appointment", args=[pk])
    return render(
        request, "accompaniment/staff_cancel.html", {"form": form, "told": Told(found, found.zone), "back": back}
    )


@working
@no_store
@require_http_methods(["GET", "POST"])
def staff_move(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose another opened hour of the organisation; POST with ``slot`` moves it there."""
    found = _editable(request, pk)
    if request.method == "POST":
        chosen = request.POST.get("slot", "")
        there = Slot.objects.offered_for(found.case_file).select_related("caseworker", "organisation")
        slot = reach(request, there, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0)
        try:
            actions.move(appointment=found, slot=slot, by=request.user.person)
        except refusals.HourGone as refusal:
            messages.error(request, str(refusal))
            return redirect("accompaniment:staff_move", pk=pk)
        except Refusal as refusal:
            messages.error(request, said(refusal, request.user.person))
        else:
            messages.success(request, _("The appointment has its new time; the person is told."))
        return redirect("accompaniment:staff_appointment", pk=pk)
    free = Slot.objects.free_for(found.case_file).select_related("caseworker", "organisation")
    slots = told(free.in_order()[:PAGE], found.zone)
    context = {"told": Told(found, found.zone), "case_file": found.case_file, "days": by_day(slots)}
    return render(request, "accompaniment/staff_move.html", context)
