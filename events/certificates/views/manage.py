"""The organiser's page: the rule, who completed the series, and their certificates."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from events.agenda.models import Event
from events.agenda.rules import WORKSPACE_ROLES
from events.certificates import actions, rules
from events.certificates.forms import RuleForm, WithdrawForm
from events.certificates.models import Certificate
from events.certificates.paper import hours_attended
from people.accounts.http import PersonRequest

PAGE_SIZE = 50


def event_run(request: PersonRequest, event_id: int) -> Event:
    """The event, if the user runs it; else 404."""
    return get_object_or_404(Event.objects.run_by(request.user).select_related("venue", "terms"), pk=event_id)


@access.roles(*WORKSPACE_ROLES)
@no_store
@require_http_methods(["GET", "POST"])
def manage(request: PersonRequest, event_id: int) -> HttpResponse:
    """Who completed the series by its rule, and the rule. Cost: 5 queries, however many people."""
    event = event_run(request, event_id)
    if not event.is_series:
        return render(request, "certificates/manage.html", {"event": event})
    rule = rules.rule_of(event)
    needed = rules.needed_of(event, rule)
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, rule=rule, needed=needed, sittings=event.sitting_count)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_rule(event=event, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("needed", str(refusal))
        else:
            messages.success(request, _("The rule is kept."))
            return redirect("certificates:manage", event.pk)
    found = rules.standings(event, rule)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    completed = sum(one.has_completed for one in found)
    valid = sum(one.certificate is not None and not one.certificate.is_withdrawn for one in found)
    context: dict[str, Any] = {
        "event": event,
        "form": form,
        "needed": needed,
        "is_over": rules.is_over(event),
        "page_obj": page,
        "rows": [(one, hours_attended(one.minutes)) for one in page],
        "total": len(found),
        "waiting": sum(one.can_have and one.certificate is None for one in found),
        "figures": [
            (completed, ngettext("person has completed it", "people have completed it", completed)),
            (len(found), ngettext("person holds a seat", "people hold a seat", len(found))),
            (valid, ngettext("valid certificate", "valid certificates", valid)),
        ],
    }
    return render(request, "certificates/manage.html", context, status=422 if form.errors else 200)


@access.roles(*WORKSPACE_ROLES)
@no_store
@require_POST
def issue(request: PersonRequest, event_id: int) -> HttpResponse:
    """To everybody who completed it and has none, or once more to one person."""
    event = event_run(request, event_id)
    number = request.POST.get("seat", "")
    again = get_object_or_404(event.seats.all(), pk=int(number)) if number.isdecimal() else None
    with refusal_told(request):
        made = actions.issue(event=event, by=request.user.person, again=again)
        said = ngettext(
            "%(number)d certificate is issued, and the person is being written to.",
            "%(number)d certificates are issued, and everybody is being written to.",
            len(made),
        )
        messages.success(request, said % {"number": len(made)} if made else _("Nobody new has completed the series."))
    return redirect("certificates:manage", event.pk)


@access.roles(*WORKSPACE_ROLES)
@no_store
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, event_id: int, certificate_id: int) -> HttpResponse:
    """Asks why, and says what follows."""
    event = event_run(request, event_id)
    found = get_object_or_404(Certificate.objects.run_by(request.user), event=event, pk=certificate_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            actions.withdraw(certificate=found, by=request.user.person, reason=form.cleaned_data["reason"])
            messages.success(request, _("The certificate is withdrawn, and the person is being written to."))
        return redirect("certificates:manage", event.pk)
    context = {"event": event, "certificate": found, "form": form}
    return render(request, "certificates/withdraw.html", context, status=422 if form.errors else 200)
