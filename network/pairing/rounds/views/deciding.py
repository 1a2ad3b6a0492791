"""A round is asked for; a board is published, put aside, taken up again; its last change is taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.pages import no_store
from core.refusals import Refusal
from network.pairing.rounds import actions, reading
from network.pairing.rounds.views.lists import settings_of
from network.pairing.rounds.views.reached import done, reached, reviewing, seen_version
from people.accounts.http import PersonRequest


@reviewing
@require_POST
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    edition = settings_of(request, pk).edition
    try:
        made = actions.ask(edition=edition, by=request.user.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("rounds:edition", pk=pk)
    messages.success(
        request, _("A round is being computed. You may leave this page: nothing is sent before somebody decides.")
    )
    return redirect("rounds:board", pk=made.pk)


@reviewing
@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    round_ = reached(request, pk)
    version = seen_version(request)
    done(
        request,
        round_,
        lambda: actions.undo(round=round_, version=version, by=request.user.person),
        _("The last change is taken back: the board stands as it stood before."),
    )
    return redirect("rounds:board", pk=pk)


@reviewing
@no_store
@require_http_methods(["GET", "POST"])
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """GET says what will be sent, and by whom it is decided; POST decides."""
    round_ = reached(request, pk)
    if request.method == "GET":
        return render(request, "rounds/publish.html", {"round": round_, "sending": reading.sending(round_)})
    version = seen_version(request)
    done(
        request,
        round_,
        lambda: actions.publish(round=round_, version=version, by=request.user.person),
        _("It is decided. Both sides of each pair are being written to; you may leave this page."),
    )
    return redirect("rounds:board", pk=pk)


@reviewing
@no_store
@require_http_methods(["GET", "POST"])
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """GET asks; POST puts it aside."""
    round_ = reached(request, pk)
    if request.method == "GET":
        return render(request, "rounds/put_aside.html", {"round": round_})
    version = seen_version(request)
    done(
        request,
        round_,
        lambda: actions.discard(round=round_, version=version, by=request.user.person),
        _("The round is put aside, and nobody was asked. You can take it up again until the next one comes."),
    )
    return redirect("rounds:board", pk=pk)


@reviewing
@require_POST
def bring_back(request: PersonRequest, pk: int) -> HttpResponse:
    round_ = reached(request, pk)
    done(
        request,
        round_,
        lambda: actions.bring_back(round=round_, by=request.user.person),
        _("The round is under review again."),
    )
    return redirect("rounds:board", pk=pk)
