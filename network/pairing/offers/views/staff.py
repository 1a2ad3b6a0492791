"""The staff's side: offers to approve, all offers one follows, and offers entered for somebody else."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, asked, exports
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal
from network.pairing.offers import actions, reading, rules
from network.pairing.offers.forms import BeginForm, ContactForm, DecideForm, ListForm
from network.pairing.offers.models import Offer
from network.pairing.offers.views.hosting import shown, visible
from people.accounts.http import PersonRequest
from people.programmes.models import KEEPERS

PAGE_SIZE = 25
FOUND = 15
staff = access.roles(*rules.STAFF_ROLES)
coordinating = access.roles(*KEEPERS)


@staff
@no_store
@require_GET
def offer_list(request: PersonRequest) -> HttpResponse:
    """Offers the user follows, latest first, narrowed by words, edition, state, format, region and partner.

    Cost: 10 queries beside the login's, however many.
    """
    watched = Offer.objects.watched_by(request.user)
    form = ListForm(request.GET, watched=watched)
    found = form.narrow(watched)
    page = Paginator(reading.with_rows(found).order_by("-made_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page_obj": page,
        "lines": reading.lines(page),
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "waiting": _to_approve(request).count(),
        "coordinates": request.user.holds_any(*KEEPERS),
    }
    return render(request, "offers/list.html", facts)


@coordinating
@no_store
@require_GET
def approvals(request: PersonRequest) -> HttpResponse:
    """Offers to approve: who waits longest first."""
    waiting = _to_approve(request)
    form = ListForm(request.GET, watched=waiting, with_state=False)
    found = form.narrow(waiting)
    page = Paginator(reading.with_rows(found), PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page_obj": page,
        "lines": reading.lines(page),
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "waiting": waiting.count(),
        "coordinates": True,
    }
    return render(request, "offers/approvals.html", facts)


def _to_approve(request: PersonRequest) -> Any:
    return Offer.objects.to_approve_by(request.user)


@coordinating
@no_store
@require_POST
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Approve, send back with a word, or decline with a word."""
    offer = reach(request, Offer.objects.kept_by(request.user).select_related("edition__programme"), pk=pk)
    form = DecideForm(request.POST, offer=offer)
    by = request.user.person
    if form.is_valid():
        said = form.cleaned_data
        try:
            if said["decision"] == "approve":
                actions.approve(offer=offer, by=by, partner=said["partner"], word=said["word"])
                messages.success(request, _("Approved: it is open, and its host is told."))
            elif said["decision"] == "send_back":
                actions.send_back(offer=offer, by=by, word=said["word"])
                messages.success(request, _("Sent back: its host reads what is missing."))
            else:
                actions.decline(offer=offer, by=by, word=said["word"])
                messages.success(request, _("Declined: its host reads why."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("offers:offer", pk=pk)
        return redirect("offers:approvals")
    return shown(request, visible(request, pk), decide=form)


@staff
@access.fresh(gives_file=True)
@no_store
@require_GET
def export(request: PersonRequest, ending: str) -> HttpResponse:
    """The list as it is narrowed, to take away; no name of a person stands in it."""
    if ending not in {"csv", "xlsx"}:
        raise Http404
    watched = Offer.objects.watched_by(request.user)
    found = reading.with_rows(ListForm(request.GET, watched=watched).narrow(watched)).order_by("pk")
    header = [
        pgettext("offer", "Number"), _("In one line"), _("Format"), _("State"), _("Organisation"), _("Edition"), _("Region"),
        _("Partner"), _("Occupations"), _("Places"), _("Held"), _("Matched"), _("Approved on"), _("Open until"),
    ]  # fmt: skip
    answer = exports.csv_response if ending == "csv" else exports.xlsx_response
    return answer(pgettext("file", "offers"), header, _table(found))  # type: ignore[return-value]  # streamed: an answer too


def _table(found: Any) -> Iterator[list[Any]]:
    for line in reading.lines(found):
        offer = line.offer
        yield [
            offer.pk,
            offer.title,
            offer.get_format_display(),
            offer.get_state_display(),
            offer.organisation.name if offer.organisation else "",
            offer.edition.title,
            str(offer.region.name) if offer.region else "",
            offer.partner.organisation.name if offer.partner else "",
            ", ".join(line.occupations),
            offer.capacity,
            offer.held,
            offer.matched,
            timezone.localdate(offer.approved_at) if offer.approved_at else None,
            offer.open_until,
        ]


# ------------------------------------------------------------------ for somebody else


@staff
@no_store
@require_http_methods(["GET", "POST"])
def for_whom(request: PersonRequest) -> HttpResponse:
    """On whose behalf: an organisation's contact, or a mentor, found by words that stay out of the address."""
    if request.method == "POST":
        asked.keep(request, "offers.for_whom", request.POST.get("q", "")[:100])
        return redirect("offers:for_whom")
    words = asked.words(request, "offers.for_whom")
    found = list(rules.organisations_found(words)[: FOUND + 1])
    facts = {
        "words": words,
        "organisations": [(one, list(rules.hosts_of(one)[:FOUND])) for one in found[:FOUND]],
        "mentors": rules.mentors_found(words)[:FOUND],
        "more": len(found) > FOUND,
        "can_begin": rules.editions_for_others(request.user).exists(),
    }
    return render(request, "offers/for_whom.html", facts)


@staff
@no_store
@require_http_methods(["GET", "POST"])
def begin_for(request: PersonRequest, person: int, organisation: int) -> HttpResponse:
    """The beginning of an offer for a mentor (``organisation`` 0) or somebody of an organisation; ``person`` 0: who is not
    known yet, and is entered with it."""
    there = rules.host_for(request.user, person=person, organisation=organisation)
    if there is None:
        raise Http404
    host, its_organisation = there
    form = BeginForm(request.POST or None, editions=rules.editions_for_others(request.user))
    contact = ContactForm(request.POST or None) if host is None else None
    if request.method == "POST" and all([form.is_valid(), contact is None or contact.is_valid()]):
        details = form.details
        try:
            offer = actions.begin_for_somebody(
                host=host,
                contact=contact.details if contact else {},
                by=request.user.person,
                organisation=its_organisation,
                partner=rules.partner_for(request.user, details["edition"]),
                **details,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("offers:step", pk=offer.pk, code="what")
    facts = {"form": form, "contact": contact, "host": host, "organisation": its_organisation, "for_somebody": True}
    return render(request, "offers/begin.html", facts)
