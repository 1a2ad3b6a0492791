"""Files that the organisation follows and nobody there has taken yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.participants import actions, listing, refusals, rules
from people.participants.forms.staff import TakeForm
from people.participants.models import CaseFile
from people.participants.places import file_url
from people.participants.views.staff.reaching import file_of, working

PAGE_SIZE = 50


@working
@no_store
@require_http_methods(["GET", "POST"])
def intake(request: PersonRequest) -> HttpResponse:
    """The queue, longest wait first. POST has somebody answer for the files that are ticked. Cost: 5 queries beside the frame's."""
    waiting = CaseFile.objects.visible_to(request.user).open().filter(caseworker=None).followed_since()
    ordered = listing.with_requests(waiting.select_related("person")).order_by("followed_since", "pk")  # type: ignore[misc]  # annotated
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    colleagues = actions.caseworkers_of(rules.organisations_of(request.user))
    sent = request.POST.getlist("ticked")[:PAGE_SIZE]
    free = {file.reference: file for file in waiting.filter(reference__in=sent)} if sent else {}
    chosen = {"caseworker": request.user.person_id}
    form = TakeForm(request.POST or None, references=list(free), colleagues=colleagues, initial=chosen)
    if request.method == "POST" and form.is_valid():
        files = [free[reference] for reference in form.cleaned_data["ticked"]]
        caseworker = form.cleaned_data["caseworker"]
        try:
            number = actions.take_many(case_files=files, caseworker=caseworker, by=request.user.person)
        except Refusal as refusal:
            form.add_error("caseworker", str(refusal))
        else:
            words = ngettext(
                "%(name)s answers for %(number)s more file.", "%(name)s answers for %(number)s more files.", number
            )
            messages.success(request, words % {"name": caseworker.name, "number": number})
            return redirect("participants:staff_intake")
    return render(request, "participants/staff/intake.html", {"form": form, "page_obj": page, "ticked": set(sent)})


@working
@no_store
@require_POST
def take(request: PersonRequest, reference: str) -> HttpResponse:
    """One file, from its page: to oneself or to a colleague of its organisation."""
    file = file_of(request, reference)
    colleagues = actions.caseworkers_of([file.organisation] if file.organisation else [])
    form = TakeForm(
        {"ticked": [file.reference], "caseworker": request.POST.get("caseworker", request.user.person_id)},
        references=[file.reference],
        colleagues=colleagues,
    )
    if file.is_closed:
        messages.error(request, str(refusals.FileClosed.message))
    elif form.is_valid():
        actions.take(case_file=file, caseworker=form.cleaned_data["caseworker"], by=request.user.person)
        messages.success(request, _("Noted: who answers for the file."))
    else:
        messages.error(request, str(refusals.NotACaseworkerThere.message))
    return redirect(file_url(file))
