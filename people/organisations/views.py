"""Pages where organisations are kept, and the one where an invitation is accepted."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.fresh import say_put_aside
from people.accounts.http import PersonRequest
from people.accounts.models import Role, User
from people.organisations import actions, rules
from people.organisations.forms import AffiliationForm, EndForm, InvitationForm, OrganisationForm, SearchForm
from people.organisations.models import Affiliation, Invitation, Organisation

PAGE_SIZE = 25
working = access.roles(*rules.WORKING_ROLES)


def _kept(request: PersonRequest, pk: int) -> Organisation:
    organisations = Organisation.objects.kept_by(request.user).select_related("region", "type", "size", "sector")
    return get_object_or_404(organisations, pk=pk)


@working
@no_store
@require_GET
def organisation_list(request: PersonRequest) -> HttpResponse:
    """Organisations the user keeps, by name; words and region narrow them."""
    form = SearchForm(request.GET)
    found = Organisation.objects.kept_by(request.user).select_related("region")
    if form.is_valid():
        found = found.matching(form.cleaned_data["q"])
        if form.cleaned_data["region"]:
            found = found.filter(region=form.cleaned_data["region"])
    found = found.annotate(
        open_invitations=Count("invitations", filter=Q(invitations__accepted_at=None, invitations__revoked_at=None))
    )
    page = Paginator(found.order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {"form": form, "page_obj": page, "narrowed": any(request.GET.get(name) for name in form.fields)}
    return render(request, "organisations/list.html", facts | {"can_found": rules.can_found(request.user)})


@working
@no_store
@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    organisation = _kept(request, pk)
    invitable = rules.roles_to_invite(request.user, organisation)
    held = rules.roles_held(organisation)
    people = [
        {
            "affiliation": affiliation,
            "roles": [role.label for role in Role if role in held.get(affiliation.person_id, ())],
            "can_end": held.get(affiliation.person_id, set()) <= set(invitable),
        }
        for affiliation in organisation.affiliations.current().select_related("person")
    ]
    invitations = organisation.invitations.open().select_related("invited_by")
    facts = {"organisation": organisation, "people": people, "invitations": invitations, "invitable": invitable}
    return render(request, "organisations/detail.html", facts)


@working
@access.fresh(for_files=True)
@no_store
@require_http_methods(["GET", "POST"])
def create(request: PersonRequest) -> HttpResponse:
    regions = rules.regions_to_found_in(request.user)
    if not regions.exists():
        raise Http404
    form = OrganisationForm(request.POST or None, request.FILES or None, regions=regions)
    say_put_aside(request, form, "logo")
    if request.method == "POST" and form.is_valid():
        try:
            organisation = actions.found(by=request.user.person, **form.details)
        except Refusal as refusal:
            form.add_error("neq", str(refusal))
        else:
            messages.success(request, _("The organisation is entered."))
            return redirect("organisations:detail", pk=organisation.pk)
    return render(request, "organisations/form.html", {"form": form, "asked_again": access.put_aside(request)})


@working
@access.fresh(for_files=True)
@no_store
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    organisation = _kept(request, pk)
    shown = Organisation.objects.get(pk=organisation.pk)
    regions = rules.regions_to_move_to(request.user, organisation)
    form = OrganisationForm(request.POST or None, request.FILES or None, instance=shown, regions=regions)
    say_put_aside(request, form, "logo")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(organisation=organisation, by=request.user.person, details=form.details, seen=form.seen)
        except Refusal as refusal:
            form.refuse(refusal, "neq")
        else:
            messages.success(request, _("Your changes are kept."))
            return redirect("organisations:detail", pk=organisation.pk)
    facts = {"form": form, "organisation": organisation, "asked_again": access.put_aside(request)}
    return render(request, "organisations/form.html", facts)


@working
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    organisation = _kept(request, pk)
    roles = rules.roles_to_invite(request.user, organisation)
    if not roles:
        raise Http404
    form = InvitationForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(organisation=organisation, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisations:detail", pk=organisation.pk)
    return render(request, "organisations/invite.html", {"form": form, "organisation": organisation})


@working
@access.fresh()
@require_POST
def invitation_again(request: PersonRequest, pk: int, invitation_pk: int) -> HttpResponse:
    return _with_invitation(request, pk, invitation_pk, again=True)


@working
@require_POST
def invitation_withdraw(request: PersonRequest, pk: int, invitation_pk: int) -> HttpResponse:
    return _with_invitation(request, pk, invitation_pk, again=False)


def _with_invitation(request: PersonRequest, pk: int, invitation_pk: int, *, again: bool) -> HttpResponse:
    organisation = _kept(request, pk)
    invitation = get_object_or_404(organisation.invitations, pk=invitation_pk)
    if invitation.role not in rules.roles_to_invite(request.user, organisation):
        raise Http404
    with refusal_told(request):
        if again:
            actions.resend(invitation=invitation, by=request.user.person)
            messages.success(request, _("The invitation was sent again; the earlier link no longer works."))
        else:
            actions.revoke(invitation=invitation, by=request.user.person)
            messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("organisations:detail", pk=organisation.pk)


@working
@no_store
@require_http_methods(["GET", "POST"])
def affiliation_add(request: PersonRequest, pk: int) -> HttpResponse:
    organisation = _kept(request, pk)
    form = AffiliationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.affiliate_by_address(organisation=organisation, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The person is entered in the organisation."))
            return redirect("organisations:detail", pk=organisation.pk)
    return render(request, "organisations/affiliation.html", {"form": form, "organisation": organisation})


@working
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def affiliation_end(request: PersonRequest, pk: int, affiliation_pk: int) -> HttpResponse:
    """Ask for the last day, then note it: roles held in the organisation end with it."""
    organisation = _kept(request, pk)
    rows = organisation.affiliations.current().select_related("person", "organisation")
    affiliation: Affiliation = get_object_or_404(rows, pk=affiliation_pk)
    held = rules.roles_held(organisation).get(affiliation.person_id, set())
    if not held <= set(rules.roles_to_invite(request.user, organisation)):
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_affiliation(affiliation=affiliation, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("The affiliation has ended, and the roles held here with it."))
            return redirect("organisations:detail", pk=organisation.pk)
    facts = {"form": form, "organisation": organisation, "affiliation": affiliation}
    return render(request, "organisations/affiliation_end.html", facts)


@access.bearer(gettext_lazy("Invitation to an organisation: the hash of the token must be one we keep"))
@no_store
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what is offered and spends nothing (mail scanners follow links); POST accepts, signed in."""
    asked = get_object_or_404(Invitation.objects.held_by(token).select_related("organisation", "invited_by"))
    refusal = actions.refusal_of(asked)
    user = request.user if isinstance(request.user, User) else None
    if request.method == "POST" and user is None:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST" and user is not None:
        try:
            actions.accept(invitation=asked, user=user)
        except Refusal as said:
            refusal = said
        else:
            messages.success(request, _("Welcome: your access is open."))
            return redirect("organisations:detail", pk=asked.organisation_id)
    facts = {
        "invitation": asked,
        "refusal": refusal,
        "is_theirs": user is not None and asked.accepted_by_id == user.person_id,
        "reaches": user is not None and actions.reaches(user, asked.email),
    }
    return render(request, "organisations/invitation.html", facts)
