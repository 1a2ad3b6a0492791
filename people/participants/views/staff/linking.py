"""An account in the name and with an address of somebody who was entered on their behalf: is it theirs?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from people.accounts.http import PersonRequest
from people.oversight.models import ReadEntry
from people.participants import actions, linking
from people.participants.models import CaseFile
from people.participants.places import file_url
from people.participants.views.staff.reaching import noted, working


@working
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def link(request: PersonRequest, pk: int) -> HttpResponse:
    """What is known of the account: name, address, and since when. POST joins the two, or says that it is somebody else."""
    files = CaseFile.objects.visible_to(request.user).there().select_related("person", "organisation")
    file = reach(request, files, pk=pk)
    logins = linking.logins_for(file)
    said = request.POST.get("account", "")
    login = logins.filter(pk=int(said)).first() if said.isdecimal() and len(said) < 10 else None
    if request.method == "POST" and login is not None:
        act = actions.link_login if request.POST.get("answer") == "same" else actions.refuse_login
        with refusal_told(request):
            act(case_file=file, login=login, by=request.user.person)
            messages.success(
                request,
                _("The file is in their space from now on, and they are told.")
                if act is actions.link_login
                else _("Noted: somebody else. It is asked no more."),
            )
        return redirect(file_url(file))
    noted(request, file, ReadEntry.Kind.FILE)
    return render(request, "participants/staff/link.html", {"file": file, "found": linking.shared_with(file, logins)})
