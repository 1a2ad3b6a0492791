"""The public list of members, and the pages where memberships are kept."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.pages import cached, no_store
from core.reference.models import Region, Sector
from core.refusals import Refusal
from core.tiles import Tile
from network.membership import actions, rules
from network.membership.forms import MembersForm, MoveForm, SearchForm, TermsForm, WorkForm
from network.membership.listed import lines_of
from network.membership.models import COORDINATORS, Membership, Terms
from people.accounts.http import PersonRequest
from people.organisations.models import Organisation

MEMBERS_A_PAGE = 24
ROWS_A_PAGE = 25
working = access.roles(*rules.WORKING_ROLES)
coordinating = access.roles(*COORDINATORS)


# ------------------------------------------------------------------ public


@access.anyone
@cached("membership", "organisations")
@require_GET
def member_list(request: HttpRequest) -> HttpResponse:
    """Members that agreed to be named, by name; region and sector narrow. An unknown filter narrows nothing.

    Cost: 7 queries, however many members, and those of rooms above that say something beside a member.
    """
    form = MembersForm(request.GET)
    form.is_valid()
    region, sector = form.cleaned_data.get("region"), form.cleaned_data.get("sector")
    listed = Membership.objects.listed()
    of_sector = listed.filter(organisation__sector=sector) if sector else listed
    found = of_sector.filter(organisation__region=region) if region else of_sector
    found = found.select_related("organisation__region", "organisation__sector")
    form.fields["sector"].queryset = sectors_of(listed)  # type: ignore[attr-defined]  # a ModelChoiceField
    page = Paginator(found, MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "membership/members.html",
        {
            "form": form,
            "page_obj": page,
            "region": region,
            "sector": sector,
            "tiles": tiles_of(of_sector, region, sector),
            "all_count": listed.count(),
            "lines": lines_of([membership.organisation for membership in page]),
        },
    )


def sectors_of(listed: QuerySet[Membership]) -> QuerySet[Sector]:
    """Sectors some listed member belongs to: a filter offers no empty answer."""
    return Sector.objects.filter(pk__in=listed.values("organisation__sector"))


def tiles_of(listed: QuerySet[Membership], region: Region | None, sector: Sector | None) -> list[Tile]:
    """One tile a region with its number of members; the current one leads back to all."""
    numbers = dict(listed.order_by().values_list("organisation__region").annotate(Count("pk")))
    tiles = []
    for each in Region.objects.all():
        query = QueryDict(mutable=True)
        if each != region:
            query["region"] = each.pk
        if sector:
            query["sector"] = sector.pk
        number = numbers.get(each.pk, 0)
        tiles.append(
            Tile(
                code=each.pk,
                name=str(each.name),
                url=f"{reverse('membership:list')}?{query.urlencode()}" if number or each == region else "",
                count=number,
                note=ngettext("%(number)s member", "%(number)s members", number) % {"number": number},
                is_current=each == region,
            )
        )
    return tiles


# ------------------------------------------------------------------ workspace


@working
@no_store
@require_GET
def work_list(request: PersonRequest) -> HttpResponse:
    """Memberships the user may see, latest first."""
    form = WorkForm(request.GET)
    found = Membership.objects.visible_to(request.user).select_related("organisation__region")
    if form.is_valid():
        if form.cleaned_data["q"]:
            found = found.filter(organisation__in=Organisation.objects.matching(form.cleaned_data["q"]))
        if form.cleaned_data["state"]:
            found = found.filter(state=form.cleaned_data["state"])
    page = Paginator(found.order_by("-created_at", "-pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page_obj": page,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "coordinates": request.user.holds_any(*COORDINATORS),
        "can_start": rules.organisations_to_start(request.user).exists(),
    }
    return render(request, "membership/work_list.html", facts)


def _visible(request: PersonRequest, pk: int) -> Membership:
    memberships = Membership.objects.visible_to(request.user).select_related("organisation__region")
    return get_object_or_404(memberships, pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Where it stands, how it came there, and where it can go; POST moves it."""
    membership = _visible(request, pk)
    moves = rules.moves_open_to(request.user, membership)
    form = MoveForm(request.POST or None, moves=moves)
    if request.method == "POST" and form.is_valid():
        try:
            actions.transition(membership=membership, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The membership has moved; those who speak for the organisation are told."))
            return redirect("membership:detail", pk=pk)
    facts = {
        "membership": membership,
        "steps": membership.steps.select_related("by"),
        "form": form if moves else None,
        "contacts": rules.contacts(membership.organisation),
    }
    return render(request, "membership/detail.html", facts)


@working
@require_POST
def listing(request: PersonRequest, pk: int) -> HttpResponse:
    """The organisation agrees to be named in public, or takes it back."""
    membership = _visible(request, pk)
    agreed = request.POST.get("agreed") == "yes"
    actions.list_publicly(membership=membership, agreed=agreed, by=request.user.person)
    if agreed:
        messages.success(request, _("Noted: the public list names the organisation while it is a member."))
    else:
        messages.success(request, _("Noted: the public list no longer names the organisation."))
    return redirect("membership:detail", pk=pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def start(request: PersonRequest) -> HttpResponse:
    """Choose an organisation that has no membership yet; POST opens a draft."""
    candidates = rules.organisations_to_start(request.user)
    if request.method == "POST":
        organisation = candidates.filter(pk=_number(request.POST.get("organisation"))).first()
        if organisation is None:
            raise Http404
        try:
            membership = actions.start(organisation=organisation, by=request.user.person)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("membership:start")
        return redirect("membership:detail", pk=membership.pk)
    form = SearchForm(request.GET)
    if form.is_valid():
        candidates = candidates.filter(pk__in=Organisation.objects.matching(form.cleaned_data["q"]))
    page = Paginator(candidates.select_related("region"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "membership/start.html", {"form": form, "page_obj": page})


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


@coordinating
@no_store
@require_http_methods(["GET", "POST"])
def terms(request: PersonRequest) -> HttpResponse:
    """How long a membership holds."""
    form = TermsForm(request.POST or None, instance=Terms.now())
    if request.method == "POST" and form.is_valid():
        actions.set_terms(by=request.user.person, **form.cleaned_data)
        messages.success(request, _("The terms hold for memberships that begin or renew from now on."))
        return redirect("membership:terms")
    return render(request, "membership/terms.html", {"form": form})
