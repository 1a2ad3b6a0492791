"""The intake as those who coordinate see it: numbers, shares, and what is changed by hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.organisations.models import Organisation
from people.participants import actions, coordination
from people.participants.forms.staff import ReassignForm, WritingRuleForm
from people.participants.models import Candidacy
from people.participants.views.staff.reaching import coordinating
from people.programmes.models import Edition

PAGE_SIZE = 50


@coordinating
@no_store
@require_GET
def shares(request: PersonRequest) -> HttpResponse:
    """Every edition the user keeps: what waits, and what each partner got of what it can take. Cost: 3 queries beside the frame's."""
    return render(request, "participants/staff/shares.html", {"intakes": coordination.intakes(request.user)})


@coordinating
@no_store
@require_POST
def share_out(request: PersonRequest, pk: int) -> HttpResponse:
    """Give what waits to the partners of the edition, now that somebody takes people again."""
    edition = reach(request, Edition.objects.kept_by(request.user).select_related("programme"), pk=pk)
    number = actions.share_out(edition)
    if number:
        words = ngettext(
            "%(number)s request found an organisation.", "%(number)s requests found an organisation.", number
        )
        messages.success(request, words % {"number": number})
    else:
        messages.error(
            request, _("No organisation takes requests of this edition now. Raise a capacity, or end a pause.")
        )
    return redirect("participants:staff_shares")


@coordinating
@no_store
@require_GET
def requests(request: PersonRequest, pk: int) -> HttpResponse:
    """Open requests to one edition, by number: those that wait for an organisation, or all. Cost: 3 queries beside the frame's."""
    edition = reach(request, Edition.objects.kept_by(request.user).select_related("programme"), pk=pk)
    shows_all = request.GET.get("show") == "all"
    found = Candidacy.objects.coordinated_by(request.user).filter(edition=edition)
    found = found if shows_all else found.filter(organisation=None)
    rows = found.select_related("case_file", "organisation").order_by("asked_at", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"edition": edition, "page_obj": page, "shows_all": shows_all}
    return render(request, "participants/staff/requests.html", context)


@coordinating
@no_store
@require_http_methods(["GET", "POST"])
def reassign(request: PersonRequest, pk: int) -> HttpResponse:
    """Give a request to another partner, with the reason."""
    mine = Candidacy.objects.coordinated_by(request.user)
    candidacy = reach(request, mine.select_related("case_file", "organisation", "edition__programme"), pk=pk)
    form = ReassignForm(request.POST or None, edition=candidacy.edition, but=candidacy.organisation_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reassign(candidacy=candidacy, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request is given to another organisation, and the person is told."))
            return redirect("participants:staff_requests", candidacy.edition_id)
    return render(request, "participants/staff/reassign.html", {"candidacy": candidacy, "form": form})


# ------------------------------------------------------------------ in which language organisations write


@coordinating
@no_store
@require_GET
def writing_rules(request: PersonRequest) -> HttpResponse:
    """Organisations that follow people, and how long each writes in another language. Cost: 2 queries beside the frame's."""
    partners = Edition.objects.kept_by(request.user).filter(partners__organisation=OuterRef("pk"))
    found = Organisation.objects.kept_by(request.user).filter(Q(Exists(partners)) | Q(case_files__isnull=False))
    page = Paginator(found.select_related("writing_rule").distinct(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "participants/staff/writing_rules.html", {"page_obj": page})


@coordinating
@no_store
@require_http_methods(["GET", "POST"])
def writing_rule(request: PersonRequest, pk: int) -> HttpResponse:
    organisation = reach(request, Organisation.objects.kept_by(request.user).select_related("writing_rule"), pk=pk)
    rule = getattr(organisation, "writing_rule", None)
    form = WritingRuleForm(request.POST or None, initial={"other_language_days": rule and rule.other_language_days})
    if request.method == "POST" and form.is_valid():
        actions.set_writing_rule(organisation=organisation, by=request.user.person, **form.cleaned_data)
        messages.success(request, _("Kept. It holds for letters that leave from now on."))
        return redirect("participants:staff_writing")
    return render(request, "participants/staff/writing_rule.html", {"organisation": organisation, "form": form})
