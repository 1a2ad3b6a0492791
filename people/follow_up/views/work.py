"""Follow-ups in the workspace: what is due, an answer by telephone, attempts, and who was not reached."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.accounts.models import Role
from people.follow_up import actions, rules
from people.follow_up.forms import AnswerForm, AttemptForm, FilterForm, MoveForm
from people.follow_up.models import Declined, FollowUp
from people.oversight.actions import note_read
from people.participants.writing import address_of

PAGE_SIZE = 25
working = access.roles(*rules.WORKING_ROLES)
following = access.roles(Role.CASEWORKER)


@working
@no_store
@require_GET
def follow_up_list(request: PersonRequest) -> HttpResponse:
    """What is due first, overdue at the top; a filter shows the others."""
    seen = FollowUp.objects.visible_to(request.user)
    months = sorted(set(seen.order_by().values_list("months", flat=True).distinct()))
    is_caseworker = request.user.holds_any(Role.CASEWORKER)
    form = FilterForm(request.GET, months=months, with_whose=is_caseworker)
    said = form.cleaned_data if form.is_valid() else {}
    shown = said.get("show") or "due"
    rows = _narrowed(seen, shown)
    if said.get("whose") == "mine":
        rows = rows.filter(track__case_file__caseworker=request.user.person)
    if said.get("months"):
        rows = rows.filter(months=said["months"])
    rows = rows.annotated_for(request.user).on_the_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page_obj": page,
        "shown": shown,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "is_caseworker": is_caseworker,
    }
    return render(request, "follow_up/list.html", facts)


def _narrowed(rows: "QuerySet[FollowUp]", shown: str) -> Any:
    """Rows of one answer of the filter, each in the order in which it is read."""
    today = timezone.localdate()
    match shown:
        case "due":
            return rows.filter(state__in=FollowUp.OPEN, due_on__lte=today).order_by("due_on", "pk")
        case "coming":
            return rows.filter(state__in=FollowUp.OPEN, due_on__gt=today).order_by("due_on", "pk")
        case "answered":
            return rows.filter(state=FollowUp.State.ANSWERED).order_by("-answered_at", "-pk")
        case "unreachable":
            return rows.filter(state=FollowUp.State.UNREACHABLE).order_by("-due_on", "-pk")
    open_first = Case(When(state__in=FollowUp.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(open_first, "due_on", "pk")


def _row(request: PersonRequest, pk: int) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).annotated_for(request.user).on_the_list()
    return reach(request, rows.select_related("track__case_file__organisation", "track__case_file__region"), pk=pk)


def _recordable(request: PersonRequest, pk: int) -> FollowUp:
    """One whose person the user may speak with. Whoever sees a number alone learns that there is no more: 404."""
    rows = FollowUp.objects.recordable_by(request.user).annotated_for(request.user).on_the_list()
    return reach(request, rows.select_related("track__case_file__organisation", "track__case_file__region"), pk=pk)


def _page(request: PersonRequest, row: FollowUp, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a follow-up, also with a form that was refused: either way it is read, and that is noted."""
    is_named: bool = row.is_named  # type: ignore[attr-defined]  # annotated
    file = row.track.case_file
    person = file.person
    manages = rules.may_manage(request.user, row)
    organisation = file.organisation if manages else None
    note_read(by=request.user.person, about=person, kind="follow_up", thing=row, organisation=organisation)
    facts = {
        "row": row,
        "is_named": is_named,
        "manages": manages,
        "email": address_of(person) if is_named else "",
        "declined": Declined.objects.of_person(person).first(),
        "others": row.track.follow_ups.exclude(pk=row.pk).select_related("lives_in", "works_in") if is_named else [],
        "attempts": row.attempts.select_related("by") if is_named else [],
        "wanted": actions.planning.plan_of(row.track.edition).attempts,
        "answer_form": forms.get("answer_form") or AnswerForm(row=row),
        "attempt_form": forms.get("attempt_form") or AttemptForm(),
        "move_form": forms.get("move_form") or MoveForm(initial={"due_on": row.due_on}),
        "open_form": next(iter(forms), ""),
    }
    return render(request, "follow_up/detail.html", facts, status=status)


@working
@no_store
@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    return _page(request, _row(request, pk))


@working
@no_store
@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Write down what the person said, or correct it."""
    row = _recordable(request, pk)
    if request.method == "GET":
        return redirect("follow_up:detail", pk=pk)
    form = AnswerForm(request.POST, row=row)
    if form.is_valid():
        how = form.cleaned_data.get("answered_how") or row.answered_how
        # A caseworker corrects what the person said by themself, as a caseworker.
        how = FollowUp.How.CASEWORKER if how == FollowUp.How.SELF else how
        try:
            actions.answer(
                follow_up=row, answer=form.answer, how=how, seen=form.cleaned_data["seen"], by=request.user.person
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer is kept."))
            return redirect("follow_up:detail", pk=pk)
    return _page(request, row, answer_form=form)


@working
@require_POST
def attempt(request: PersonRequest, pk: int) -> HttpResponse:
    row = _recordable(request, pk)
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return _page(request, row, attempt_form=form)
    return _done(
        request,
        row,
        lambda: actions.note_attempt(follow_up=row, how=form.cleaned_data["how"], by=request.user.person),
        _("The attempt is noted."),
    )


@working
@require_POST
def unreachable(request: PersonRequest, pk: int) -> HttpResponse:
    row = _recordable(request, pk)
    return _done(
        request,
        row,
        lambda: actions.mark_unreachable(follow_up=row, by=request.user.person),
        _("Noted: the person was not reached. If they answer later, write it down here."),
    )


@following
@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponse:
    row = _managed(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, row, move_form=form)
    return _done(
        request,
        row,
        lambda: actions.move(follow_up=row, due_on=form.cleaned_data["due_on"], by=request.user.person),
        _("The follow-up is on its new date."),
    )


@following
@require_POST
def call_off(request: PersonRequest, pk: int) -> HttpResponse:
    row = _managed(request, pk)
    return _done(
        request,
        row,
        lambda: actions.call_off(follow_up=row, by=request.user.person),
        _("The follow-up is called off; it no longer counts."),
    )


def _managed(request: PersonRequest, pk: int) -> FollowUp:
    row = _recordable(request, pk)
    if not rules.may_manage(request.user, row):
        raise Http404
    return row


def _done(request: HttpRequest, row: FollowUp, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it, and say so or why not, on the page of the follow-up."""
    with refusal_told(request):
        act()
        messages.success(request, said)
    return redirect("follow_up:detail", pk=row.pk)
