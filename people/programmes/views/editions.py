"""Where programmes, editions, partners and areas are kept."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.guard import reach
from core.pages import no_store
from core.reference.models import Mrc
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.programmes import actions, rulemaking, rules
from people.programmes.beside import pages_beside
from people.programmes.forms import (
    AreaForm,
    EditionForm,
    EditionSearchForm,
    PartnerForm,
    PartnerShareForm,
    ProgrammeForm,
)
from people.programmes.models import KEEPERS, Area, Edition, Partner, Programme, State
from people.programmes.refusals import NoSuchMove

PAGE_SIZE = 25
keeping = access.roles(*KEEPERS)


def kept(request: PersonRequest, pk: int) -> Edition:
    """An edition the user keeps, with its programme; 404 for any other."""
    return reach(request, Edition.objects.kept_by(request.user).select_related("programme__measure"), pk=pk)


def _everything(request: PersonRequest) -> None:
    """404 for those who keep some regions only: programmes and areas are everybody's."""
    if not rules.keeps_everything(request.user):
        raise Http404


# ------------------------------------------------------------------ editions


@keeping
@no_store
@require_GET
def edition_list(request: PersonRequest) -> HttpResponse:
    """Editions the user keeps, latest first; words, programme, region and state narrow them."""
    form = EditionSearchForm(request.GET)
    found = Edition.objects.kept_by(request.user).select_related("programme").prefetch_related("regions")
    if form.is_valid():
        said = form.cleaned_data
        found = found.matching(said["q"])
        if said["programme"]:
            found = found.filter(programme=said["programme"])
        if said["region"]:
            found = found.filter(regions=said["region"])
        if said["state"]:
            found = found.filter(state=said["state"])
    found = found.annotate(
        taking=Count("partners", filter=Q(partners__is_paused=False), distinct=True),
        received=Sum("partners__assigned", default=0),
    )
    page = Paginator(found.order_by("-starts_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {"form": form, "page_obj": page, "narrowed": any(request.GET.get(name) for name in form.fields)}
    return render(request, "programmes/manage/list.html", facts | {"keeps_all": rules.keeps_everything(request.user)})


@keeping
@no_store
@require_GET
def overview(request: PersonRequest, pk: int) -> HttpResponse:
    """One edition: what it lacks, who runs it with what share, the rules that hold, and pages of rooms above. Cost: 8 queries beside
    the login's, and those of each of these."""
    edition = kept(request, pk)
    partners = list(edition.partners.select_related("organisation__region").order_by("organisation__name", "pk"))
    capacity = sum(partner.capacity for partner in partners if not partner.is_paused)
    facts = {
        "edition": edition,
        "partners": partners,
        "capacity": capacity,
        "received": sum(partner.assigned for partner in partners),
        "current": edition.rule_sets.current().select_related("published_by").first(),
        "draft": edition.rule_sets.drafts().first(),
        "moves": edition.next_states,
        "beside": pages_beside(request.user, edition),
        "keeps_all": rules.keeps_everything(request.user),
    }
    return render(request, "programmes/manage/edition.html", facts)


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def edition_new(request: PersonRequest, programme_pk: int) -> HttpResponse:
    programme = reach(request, Programme.objects.kept_by(request.user), pk=programme_pk)
    form = _edition_form(request, Edition(programme=programme))
    if request.method == "POST" and form.is_valid():
        try:
            edition = actions.plan_edition(programme=programme, by=request.user.person, **form.details)
        except Refusal as refusal:
            form.add_error("name_fr", str(refusal))
        else:
            messages.success(request, _("The edition is planned. Say now who runs it, and who may take part."))
            return redirect("programmes:edition", pk=edition.pk)
    return render(request, "programmes/manage/edition_form.html", {"form": form, "programme": programme})


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def edition_edit(request: PersonRequest, pk: int) -> HttpResponse:
    edition = kept(request, pk)
    # The form writes on a copy of its own: the page goes on to say what stands.
    form = _edition_form(request, kept(request, pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_edition(edition=edition, by=request.user.person, details=form.details, seen=form.seen)
        except Refusal as refusal:
            form.refuse(refusal, "name_fr")
        else:
            messages.success(request, _("Your changes are kept."))
            return redirect("programmes:edition", pk=edition.pk)
    facts = {"form": form, "programme": edition.programme, "edition": edition}
    return render(request, "programmes/manage/edition_form.html", facts)


def _edition_form(request: PersonRequest, instance: Edition) -> EditionForm:
    return EditionForm(
        request.POST or None,
        instance=instance,
        regions=rules.regions_to_plan_in(request.user),
        is_limited=not rules.keeps_everything(request.user),
    )


@keeping
@require_POST
def edition_move(request: PersonRequest, pk: int) -> HttpResponse:
    """Open, close or put away."""
    edition, to = kept(request, pk), request.POST.get("to", "")
    done = {
        State.OPEN: _("The edition is open: the public sees it, and it takes requests."),
        State.CLOSED: _("The edition is closed: it takes no more requests."),
        State.ARCHIVED: _("The edition is put away: the public no longer sees it."),
    }
    with refusal_told(request):
        if to not in done:
            raise NoSuchMove
        actions.move_edition(edition=edition, to=to, by=request.user.person)
        messages.success(request, done[State(to)])
    return redirect("programmes:edition", pk=pk)


# ------------------------------------------------------------------ who runs it


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def partner_new(request: PersonRequest, pk: int) -> HttpResponse:
    edition = kept(request, pk)
    form = PartnerForm(request.POST or None, edition=edition, instance=Partner(edition=edition))
    if request.method == "POST" and form.is_valid():
        try:
            actions.bring_in(edition=edition, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("organisation", str(refusal))
        else:
            messages.success(request, _("The organisation runs this edition now, and receives its share of requests."))
            return redirect("programmes:edition", pk=pk)
    return render(request, "programmes/manage/partner.html", {"form": form, "edition": edition})


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def partner_edit(request: PersonRequest, pk: int, partner_pk: int) -> HttpResponse:
    edition = kept(request, pk)
    partner = reach(request, edition.partners.select_related("organisation"), pk=partner_pk)
    form = PartnerShareForm(request.POST or None, instance=edition.partners.get(pk=partner.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_partner(partner=partner, by=request.user.person, seen=form.seen, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your changes are kept."))
            return redirect("programmes:edition", pk=pk)
    facts = {"form": form, "edition": edition, "partner": partner}
    return render(request, "programmes/manage/partner.html", facts)


@keeping
@require_POST
def partner_turn(request: PersonRequest, pk: int, partner_pk: int) -> HttpResponse:
    """Pause, let take part in the intake again, or take out."""
    partner = reach(request, kept(request, pk).partners.all(), pk=partner_pk)
    wanted, by = request.POST.get("do"), request.user.person
    with refusal_told(request):
        if wanted == "out":
            actions.take_out(partner=partner, by=by)
            messages.success(request, _("The organisation no longer runs this edition."))
        elif wanted == "pause":
            actions.pause(partner=partner, by=by)
            messages.success(request, _("Paused: the organisation receives no request until you let it."))
        elif wanted == "resume":
            actions.pause(partner=partner, by=by, is_paused=False)
            messages.success(
                request, _("The organisation receives requests again, first those that bring it to its share.")
            )
    return redirect("programmes:edition", pk=pk)


# ------------------------------------------------------------------ programmes and areas


@keeping
@no_store
@require_GET
def programme_table(request: PersonRequest) -> HttpResponse:
    """Every programme with its number of editions; from here an edition begins."""
    found = Programme.objects.kept_by(request.user).select_related("measure").annotate(number=Count("editions"))
    page = Paginator(found.order_by("measure__rank", "name_fr", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {"page_obj": page, "keeps_all": rules.keeps_everything(request.user)}
    return render(request, "programmes/manage/programmes.html", facts)


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def programme_new(request: PersonRequest) -> HttpResponse:
    _everything(request)
    return _programme(request, Programme())


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def programme_edit(request: PersonRequest, pk: int) -> HttpResponse:
    _everything(request)
    return _programme(request, reach(request, Programme.objects.kept_by(request.user), pk=pk))


def _programme(request: PersonRequest, programme: Programme) -> HttpResponse:
    kept_ones = Programme.objects.kept_by(request.user)
    shown = kept_ones.get(pk=programme.pk) if programme.pk else programme
    form = ProgrammeForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        by = request.user.person
        try:
            if programme.pk:
                actions.change_programme(programme=programme, by=by, details=form.details, seen=form.seen)
            else:
                actions.found_programme(by=by, **form.details)
        except Refusal as refusal:
            form.refuse(refusal, "name_fr")
        else:
            messages.success(request, _("The programme is kept."))
            return redirect("programmes:programmes")
    facts = {"form": form, "programme": programme if programme.pk else None}
    return render(request, "programmes/manage/programme_form.html", facts)


@keeping
@no_store
@require_GET
def area_list(request: PersonRequest) -> HttpResponse:
    """Areas that rules may speak of."""
    areas = Area.objects.kept_by(request.user).annotate(number=Count("mrcs")).order_by("name_fr", "pk")
    page = Paginator(areas, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {"page_obj": page, "keeps_all": rules.keeps_everything(request.user)}
    return render(request, "programmes/manage/areas.html", facts)


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def area_new(request: PersonRequest) -> HttpResponse:
    _everything(request)
    return _area(request, None)


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def area_edit(request: PersonRequest, pk: int) -> HttpResponse:
    _everything(request)
    return _area(request, reach(request, Area.objects.kept_by(request.user), pk=pk))


def _area(request: PersonRequest, area: Area | None) -> HttpResponse:
    kept_ones = Area.objects.kept_by(request.user)
    form = AreaForm(request.POST or None, instance=kept_ones.get(pk=area.pk) if area else None)
    if request.method == "POST" and form.is_valid():
        details = form.details
        mrcs = Mrc.objects.filter(pk__in=details.pop("mrcs"))
        try:
            rulemaking.set_area(area=area, by=request.user.person, mrcs=mrcs, seen=form.seen, **details)
        except Refusal as refusal:
            form.refuse(refusal, "name_fr")
        else:
            messages.success(
                request,
                _("The area is kept. Rules that are published keep the list of their day until published again."),
            )
            return redirect("programmes:areas")
    return render(request, "programmes/manage/area_form.html", {"form": form, "area": area})
