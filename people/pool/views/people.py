"""Who is ready: the list of one's own organisation, the one of partners' cards, and one card."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import access
from core.guard import reach
from core.pages import no_store
from people.accounts.http import PersonRequest
from people.oversight.actions import note_read, note_reads
from people.oversight.models import ReadEntry
from people.participants.models import Card, CaseFile
from people.participants.rules import follows, reads_for
from people.participants.showing import face_of
from people.pool import rules, searching, showing
from people.pool.forms import PoolForm, partners_for
from people.pool.models import Enquiry, Handover

working = access.roles(*rules.WORKING_ROLES)


@working
@no_store
@require_GET
def people(request: PersonRequest) -> HttpResponse:
    """People of one's own organisation who are ready. Cost: 13 queries beside the frame's, however many there are."""
    return _list(request, searching.Search.of_own(request.user), "pool:people")


@working
@no_store
@require_GET
def partner_people(request: PersonRequest) -> HttpResponse:
    """Cards of people whom candidate banks of one's editions follow; every card that is shown is noted."""
    return _list(request, searching.Search.of_partners(request.user), "pool:partner_people")


def _list(request: PersonRequest, search: searching.Search, url_name: str) -> HttpResponse:
    form = PoolForm(request.GET, editions=search.editions())
    form.is_valid()
    page = searching.People(search.find(form.wanted), searching.PAGE).get_page(request.GET.get("page"))
    lines = showing.lines(showing.entries_of(list(page.object_list)), own=search.is_own)
    if not search.is_own and lines:
        # A line says most of what a card does.
        about = [line.file.person for line in lines]
        thing = request.user.person
        note_reads(
            by=request.user.person,
            about=about,
            kind=ReadEntry.Kind.CARD,
            thing=thing,
            organisation=reads_for(request.user, None),
        )
    facts = {"form": form, "page_obj": page, "lines": lines, "search": search, "url_name": url_name}
    return render(request, "pool/people.html", facts | {"narrowed": any(form.data.get(name) for name in form.fields)})


@working
@no_store
@require_GET
def card(request: PersonRequest, reference: str) -> HttpResponse:
    """One card: whole for those who follow the person, else what the person agreed to show. Cost: 14 queries beside the frame's."""
    cards = Card.objects.visible_to(request.user).exclude(person=request.user.person_id)
    related = ("person__case_file__organisation", "major_group__broad_category")
    found = reach(request, cards.select_related(*related), person__case_file__reference=reference.upper())
    own = follows(request.user, found.person.case_file)
    note_read(
        by=request.user.person,
        about=found.person,
        kind=ReadEntry.Kind.CARD,
        thing=found,
        organisation=reads_for(request.user, found.person.case_file),
    )
    file = found.person.case_file
    ready = file.candidacies.in_pool().select_related("edition__programme")
    facts = {
        "face": face_of(found, whole=own),
        "file": file,
        "name": found.person.name if own else "",
        "editions": [candidacy.edition.title for candidacy in ready] if own else [],
        "own": own,
        "handover": Handover.objects.visible_to(request.user).open().filter(case_file=file).first(),
        "may_propose": own and partners_for(file).exists(),
        "enquiry": None if own else _latest_enquiry(request, file),
    }
    return render(request, "pool/card.html", facts)


def _latest_enquiry(request: PersonRequest, file: CaseFile) -> Enquiry | None:
    """What one's organisation asked about the person last. Cost: 1 query."""
    return Enquiry.objects.made_by_organisations_of(request.user).filter(case_file=file).order_by("-pk").first()
