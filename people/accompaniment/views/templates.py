"""Templates of plans: the house's and those of one's organisation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from core.versions import ChangedAsAWhole, SeenWhole, print_whole
from people.accompaniment import actions, rules
from people.accompaniment.forms import TemplateForm, TemplateSteps
from people.accompaniment.models import PlanTemplate
from people.accounts.http import PersonRequest

PAGE = 25
keeping = access.roles(*rules.TEMPLATE_ROLES)


@keeping
@no_store
@require_GET
def templates(request: PersonRequest) -> HttpResponse:
    """Those a plan may begin from, and which of them one keeps. Cost: 4 queries."""
    rows = PlanTemplate.objects.open_to(request.user).select_related("organisation", "edition__programme")
    page = Paginator(rows.annotate(number=Count("steps")).order_by("name_fr", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    kept = set(
        PlanTemplate.objects.kept_by(request.user).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True)
    )
    facts = {"page_obj": page, "kept": kept, "may_write": _may_write(request)}
    return render(request, "accompaniment/templates.html", facts)


def _may_write(request: PersonRequest) -> bool:
    return rules.keeps_house_templates(request.user) or rules.organisations_of(request.user).exists()


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def template_new(request: PersonRequest) -> HttpResponse:
    return _written(request, None)


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def template(request: PersonRequest, pk: int) -> HttpResponse:
    return _written(request, reach(request, PlanTemplate.objects.kept_by(request.user), pk=pk))


def _written(request: PersonRequest, kept: PlanTemplate | None) -> HttpResponse:
    rows = kept.rows() if kept else []
    shown, theirs = print_whole(kept.rows_name, rows) if kept else "", None
    form = TemplateForm(request.POST or None, user=request.user, template=kept)
    steps = TemplateSteps(request.POST or None, initial=rows, prefix="steps")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        shown = request.POST.get("shown_steps", "")
        filled = [row.cleaned_data for row in steps if row.is_filled]
        try:
            actions.write_template(
                template=kept,
                details=form.cleaned_data,
                steps=filled,
                by=request.user.person,
                seen=form.seen,
                seen_steps=SeenWhole(shown),
            )
        except ChangedAsAWhole as refusal:
            # Who sends it again has seen that.
            form.say_clash(refusal)
            theirs, shown = rows, print_whole(kept.rows_name, rows) if kept else ""
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The template is kept. Plans begun from it before stay as they are."))
            return redirect("accompaniment:templates")
    elif request.method == "POST":
        shown = request.POST.get("shown_steps", "")
    context = {"form": form, "steps": steps, "template": kept, "shown_steps": shown, "theirs": theirs}
    return render(request, "accompaniment/template.html", context)


@keeping
@require_POST
def template_state(request: PersonRequest, pk: int) -> HttpResponse:
    """Offered no more, or again."""
    kept = reach(request, PlanTemplate.objects.kept_by(request.user), pk=pk)
    if request.POST.get("state") == "in_use":
        actions.restore_template(template=kept, by=request.user.person)
    else:
        actions.archive_template(template=kept, by=request.user.person)
    return redirect("accompaniment:templates")
