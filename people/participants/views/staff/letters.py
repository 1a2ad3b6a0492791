"""Letters on paper: what is to print, one letter a page, and what was printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.guard import reach
from core.pages import no_store
from people.accounts.http import PersonRequest
from people.oversight.actions import note_reads
from people.oversight.models import ReadEntry
from people.participants import actions, writing
from people.participants.forms.staff import PrintedForm
from people.participants.models import PaperLetter
from people.participants.models.writing import PaperLetterQuerySet
from people.participants.views.staff.reaching import working

PAGE_SIZE = 50
#: Letters written for one run of the printer.
AT_ONCE = 25


@dataclass(frozen=True)
class Sheet:
    """One letter as it comes out of the printer; ``text`` is None where what it was to say no longer holds."""

    letter: PaperLetter
    subject: str
    text: str | None


def _mine(request: PersonRequest) -> PaperLetterQuerySet:
    related = PaperLetter.objects.visible_to(request.user).select_related(
        "case_file__person", "case_file__organisation"
    )
    return related.filter(case_file__person__erased_at=None, case_file__person__merged_into=None)


@working
@no_store
@require_GET
def letter_list(request: PersonRequest) -> HttpResponse:
    """Letters to print, or those that were. Cost: 3 queries beside the frame's."""
    shows_printed = request.GET.get("show") == "printed"
    letters = _mine(request)
    found = (
        letters.filter(printed_at__isnull=False).order_by("-printed_at", "-pk") if shows_printed else letters.to_print()
    )
    page = Paginator(found.select_related("printed_by"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "shows_printed": shows_printed, "at_once": AT_ONCE}
    return render(request, "participants/staff/letters.html", context)


@working
@no_store
@require_GET
def letters_print(request: PersonRequest) -> HttpResponse:
    """The oldest letters that wait, one a page. Cost: that of writing each."""
    return _sheets(request, list(_mine(request).to_print()[:AT_ONCE]))


@working
@no_store
@require_GET
def letter(request: PersonRequest, pk: int) -> HttpResponse:
    """One letter, printed before or not."""
    return _sheets(request, [reach(request, _mine(request), pk=pk)])


def _sheets(request: PersonRequest, letters: list[PaperLetter]) -> HttpResponse:
    sheets = list(_written(letters))
    for organisation in {each.case_file.organisation for each in letters}:
        people = [each.case_file.person for each in letters if each.case_file.organisation == organisation]
        if organisation is not None:
            note_reads(
                by=request.user.person,
                about=people,
                kind=ReadEntry.Kind.MESSAGE,
                thing=organisation,
                organisation=organisation,
            )
    return render(request, "participants/staff/letters_print.html", {"sheets": sheets})


def _written(letters: Iterable[PaperLetter]) -> Iterable[Sheet]:
    for each in letters:
        written = writing.written(each)
        # Below the dashes a mail says why it was sent and from where: not on paper.
        text = written.text.split("\n--\n")[0].strip() if written else None
        yield Sheet(each, written.subject if written else "", text)


@working
@no_store
@require_POST
def letters_printed(request: PersonRequest) -> HttpResponse:
    """The sheets are out of the printer: these letters wait no more."""
    waiting = {each.pk: each for each in _mine(request).filter(pk__in=_numbers(request))}
    form = PrintedForm(request.POST, numbers=list(waiting))
    if form.is_valid():
        letters = [waiting[number] for number in form.cleaned_data["letters"]]
        number = actions.mark_all_printed(letters=letters, by=request.user.person)
        messages.success(
            request,
            ngettext("%(number)s letter is noted as printed.", "%(number)s letters are noted as printed.", number)
            % {"number": number},
        )
    else:
        messages.error(request, _("Tick the letters that came out of the printer. Nothing was noted."))
    return redirect("participants:staff_letters")


def _numbers(request: PersonRequest) -> list[int]:
    return [int(number) for number in request.POST.getlist("letters")[: PAGE_SIZE * 2] if number.isdecimal()][:200]
