"""What the person's page and the caseworker's have in common: the form is kept, sent, or only counted."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import Refusal
from core.versions import ChangedMeanwhile
from network.pairing.requests import actions, completeness, refusals
from network.pairing.requests.forms import RequestForm
from network.pairing.requests.models import Request
from people.accounts.http import PersonRequest

RELATED = (
    "candidacy__case_file__person",
    "candidacy__case_file__organisation",
    "candidacy__case_file__caseworker",
    "candidacy__edition__programme",
    "candidacy__edition__pairing",
)


def form_of(request: PersonRequest, asked: Request) -> RequestForm:
    settings = asked.candidacy.edition.pairing
    return RequestForm(request.POST if request.method == "POST" else None, asked=asked, settings=settings)


def is_kept(request: PersonRequest, asked: Request, form: RequestForm) -> bool:
    """Keep what was sent, and send it if asked to; False where something is to be put right on the page."""
    if "count" in request.POST or any(name.endswith("_search") for name in request.POST):
        return False
    if not form.is_valid():
        return False
    by = request.user.person
    try:
        actions.write(
            request=asked,
            details=form.details,
            by=by,
            seen=lambda now: form.seen.check(form.initial_of(now)),
        )
    except ChangedMeanwhile as clash:
        form.refuse(clash)
        return False
    except refusals.Incomplete as refusal:
        for what in refusal.missing:
            form.add_error(
                what.field, _("In the queue this cannot be empty. Put the request aside first, or fill it in.")
            )
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    if "send" not in request.POST:
        messages.success(request, _("Saved."))
        return True
    return _is_sent(request, asked)


def _is_sent(request: PersonRequest, asked: Request) -> bool:
    """What was typed is kept by now, whatever comes of it."""
    try:
        actions.send(request=asked, by=request.user.person)
    except refusals.Incomplete as refusal:
        words = ", ".join(str(what.words) for what in refusal.missing)
        sentence = ngettext(
            "Kept as a draft. This is missing before it can be sent: %(what)s.",
            "Kept as a draft. These are missing before it can be sent: %(what)s.",
            len(refusal.missing),
        )
        messages.warning(request, sentence % {"what": words})
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The request is sent: from now on a match is looked for."))
    return True


def page(
    request: PersonRequest, template: str, asked: Request, form: RequestForm, facts: Mapping[str, Any]
) -> HttpResponse:
    """The form with the count of hosts; 422 where it is to be put right."""
    found = form.count()
    given = {
        "asked": asked,
        "form": form,
        "reach": found,
        "lines": list(form.lines(found)),
        "missing": completeness.missing(asked) if asked.state == "draft" else [],
        **facts,
    }
    counts = "count" in request.POST or any(name.endswith("_search") for name in request.POST)
    return render(request, template, given, status=422 if form.errors and not counts else 200)


def counted(request: PersonRequest, asked: Request) -> HttpResponse:
    """The part of the page that says how many hosts there are: what the script puts in place while one chooses."""
    form = form_of(request, asked)
    found = form.count()
    return render(request, "requests/_reach.html", {"form": form, "reach": found, "lines": list(form.lines(found))})
