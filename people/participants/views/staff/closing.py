"""A file is closed, once it was read what ends with it; and opened again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.oversight.models import ReadEntry
from people.participants import actions, endings, refusals
from people.participants.forms.staff import ClosingForm
from people.participants.places import file_url
from people.participants.views.staff.reaching import file_of, noted, working


@working
@no_store
@require_http_methods(["GET", "POST"])
def close(request: PersonRequest, reference: str) -> HttpResponse:
    """What ends is named; the person is told. Cost of the page: a query or two for each kind of thing that ends."""
    file = file_of(request, reference)
    if file.is_closed:
        return redirect(file_url(file))
    found = endings.all_open(file)
    form = ClosingForm(request.POST or None, initial={"seal": endings.seal_of(found)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(case_file=file, by=request.user.person, **form.cleaned_data)
        except refusals.MoreEnds as refusal:
            form = ClosingForm({**request.POST.dict(), "seal": endings.seal_of(found)})
            form.add_error(None, str(refusal))
        except refusals.WordsWanted as refusal:
            form.add_error("words", str(refusal))
        except refusals.DayOutOfReach as refusal:
            form.add_error("on", str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The file is closed, and the person is told."))
            return redirect(file_url(file))
    noted(request, file, ReadEntry.Kind.FILE)
    return render(request, "participants/staff/close.html", {"file": file, "found": found, "form": form})


@working
@require_POST
def open_again(request: PersonRequest, reference: str) -> HttpResponse:
    file = file_of(request, reference)
    actions.open_again(case_file=file, by=request.user.person)
    messages.success(request, _("The file is open again, and the person is told. What had ended stays so."))
    return redirect(file_url(file))
