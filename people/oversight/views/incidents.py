"""The register of confidentiality incidents: list, form, page, what is done to one, and the register to take away."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, audit
from core.exports import csv_response
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.oversight import actions
from people.oversight.forms import AffectedForm, FromReadLogForm, IncidentForm, NoticeForm
from people.oversight.models import OVERSEERS, Incident

PAGE_SIZE = 25
PEOPLE_PAGE_SIZE = 50

overseeing = access.roles(*OVERSEERS)


def _incident(request: PersonRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.user).select_related("organisation", "recorded_by", "closed_by")
    return reach(request, rows, pk=pk)


@overseeing
@no_store
@require_GET
def incident_list(request: PersonRequest) -> HttpResponse:
    """The register, newest first; ``?open=1`` shows what is not closed."""
    only_open = request.GET.get("open") == "1"
    rows = Incident.objects.visible_to(request.user).select_related("organisation").annotate(listed=Count("affected"))
    rows = rows.order_by("-found_on", "-pk")
    page = Paginator(rows.open() if only_open else rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "oversight/incidents.html", {"page_obj": page, "only_open": only_open})


@overseeing
@access.fresh(gives_file=True)
@require_GET
def incident_export(request: PersonRequest) -> HttpResponse:
    """The register as the law asks for it, as CSV; it names nobody."""
    rows = Incident.objects.visible_to(request.user).select_related("organisation").prefetch_related("notices")
    audit.record("incidents.exported", request.user, by=request.user.person)
    header = [
        _("No."),
        _("Organisation responsible"),
        _("In a few words"),
        _("What happened"),
        pgettext("period", "From"),
        _("Until"),
        _("Found on"),
        _("Information concerned"),
        _("Cause"),
        _("How it came about"),
        _("People concerned, as far as known"),
        _("People on the list"),
        _("Risk"),
        _("Why the risk was judged so"),
        _("Measures taken"),
        _("Notices"),
        _("Why the people concerned were not told"),
        _("Closed on"),
    ]
    lines = (_line(incident) for incident in rows.annotate(listed=Count("affected")).order_by("found_on", "pk"))
    return csv_response(pgettext("file name", "incidents"), header, lines)  # type: ignore[return-value]  # streamed: an answer too


def _line(incident: Any) -> list[Any]:
    notices = "; ".join(f"{n.get_to_display()}, {n.given_on:%Y-%m-%d}, {n.how}" for n in incident.notices.all())
    return [
        incident.pk,
        incident.organisation.name if incident.organisation else _("The operator of the site"),
        incident.title,
        incident.what,
        incident.happened_from,
        incident.happened_until,
        incident.found_on,
        ", ".join(incident.information_words),
        incident.get_cause_display(),
        incident.cause_details,
        incident.people_estimate,
        incident.listed,
        incident.get_risk_display(),
        incident.risk_reasons,
        incident.measures,
        notices,
        incident.notice_withheld,
        incident.closed_at,
    ]


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def incident_create(request: PersonRequest) -> HttpResponse:
    form = IncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        incident = actions.record_incident(by=request.user.person, details=form.details)
        messages.success(request, _("The incident is in the register. Now list the people it touched."))
        return redirect("oversight:incident", pk=incident.pk)
    return render(request, "oversight/incident_form.html", {"form": form})


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def incident_edit(request: PersonRequest, pk: int) -> HttpResponse:
    incident = _incident(request, pk)
    form = IncidentForm(request.POST or None, instance=_incident(request, pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_incident(incident=incident, by=request.user.person, details=form.details, seen=form.seen)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your changes are kept."))
            return redirect("oversight:incident", pk=pk)
    return render(request, "oversight/incident_form.html", {"form": form, "incident": incident})


@overseeing
@no_store
@require_GET
def incident(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything the register says about one incident; prints as a sheet of its own."""
    return _page(request, _incident(request, pk))


def _page(request: PersonRequest, incident: Incident, **forms: Any) -> HttpResponse:
    people = incident.affected.select_related("person").order_by("person__folded", "pk")
    facts = {
        "incident": incident,
        "notices": incident.notices.all(),
        "page_obj": Paginator(people, PEOPLE_PAGE_SIZE).get_page(request.GET.get("page")),
        "reads_form": FromReadLogForm(
            initial={
                "organisation": incident.organisation_id,
                "since": incident.happened_from or incident.found_on,
                "until": incident.happened_until or incident.happened_from or incident.found_on,
            }
        ),
        "person_form": AffectedForm(prefix="affected"),
        "notice_form": NoticeForm(prefix="notice"),
    }
    return render(request, "oversight/incident.html", facts | forms)


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def incident_from_reads(request: PersonRequest, pk: int) -> HttpResponse:
    """Everybody a reader or an organisation read about in a period is put on the list."""
    incident = _incident(request, pk)
    if request.method != "POST":
        return redirect("oversight:incident", pk=pk)
    form = FromReadLogForm(request.POST)
    if form.is_valid():
        try:
            number = actions.add_from_read_log(incident=incident, by=request.user.person, **form.question)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext(
                "%(number)d person was added to the list.", "%(number)d people were added to the list.", number
            )
            messages.success(request, words % {"number": number})
            return redirect("oversight:incident", pk=pk)
    return _page(request, incident, reads_form=form)


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def incident_add_person(request: PersonRequest, pk: int) -> HttpResponse:
    incident = _incident(request, pk)
    if request.method != "POST":
        return redirect("oversight:incident", pk=pk)
    form = AffectedForm(request.POST, prefix="affected")
    if form.is_valid():
        try:
            actions.add_person(incident=incident, person=form.cleaned_data["person"], by=request.user.person)
        except Refusal as refusal:
            form.add_error("person", str(refusal))
        else:
            messages.success(request, _("The person is on the list."))
            return redirect("oversight:incident", pk=pk)
    return _page(request, incident, person_form=form)


@overseeing
@require_POST
def incident_remove_person(request: PersonRequest, pk: int, affected_pk: int) -> HttpResponse:
    affected = reach(request, _incident(request, pk).affected.select_related("incident"), pk=affected_pk)
    with refusal_told(request):
        actions.remove_person(affected=affected, by=request.user.person)
        messages.success(request, _("The person is off the list."))
    return redirect("oversight:incident", pk=pk)


@overseeing
@no_store
@require_http_methods(["GET", "POST"])
def incident_notice(request: PersonRequest, pk: int) -> HttpResponse:
    incident = _incident(request, pk)
    if request.method != "POST":
        return redirect("oversight:incident", pk=pk)
    form = NoticeForm(request.POST, prefix="notice")
    if form.is_valid():
        try:
            actions.note_notice(incident=incident, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The notice is noted."))
            return redirect("oversight:incident", pk=pk)
    return _page(request, incident, notice_form=form)


@overseeing
@require_POST
def incident_close(request: PersonRequest, pk: int) -> HttpResponse:
    """Close, or open again with ``again`` in the form."""
    incident = _incident(request, pk)
    with refusal_told(request):
        if "again" in request.POST:
            actions.reopen_incident(incident=incident, by=request.user.person)
            messages.success(request, _("The incident is open again."))
        else:
            actions.close_incident(incident=incident, by=request.user.person)
            messages.success(request, _("The incident is closed."))
    return redirect("oversight:incident", pk=pk)
