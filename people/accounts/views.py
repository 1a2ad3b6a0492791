"""A person's own account, and the administrators' pages about logins."""

from dataclasses import replace
from typing import Any

from allauth.account.views import BaseReauthenticateView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access, asked
from core.access_table import Opening, openings
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts import actions, fresh, rules
from people.accounts import code_again as again
from people.accounts.adapters import AccountAdapter
from people.accounts.borrowed import all_or_nothing, answering_too_many_tries
from people.accounts.forms import CodeAgainForm, GrantForm, MineForm
from people.accounts.http import PersonRequest
from people.accounts.models import Grant, Role, SecondFactorReset, User

#: Session key: where somebody was going when a second step was asked of them.
WAITING = "second_step_for"
#: Under which ``core.asked`` keeps the words logins are searched by.
SEARCH = "accounts.logins"
MOST_LETTERS = 120


@access.signed_in
@no_store
def mine(request: PersonRequest) -> HttpResponse:
    """Name, language, ways to sign in, roles."""
    user = request.user
    form = MineForm(request.POST or None, instance=user.person)
    if request.method == "POST" and form.is_valid():
        actions.describe_oneself(person=user.person, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:mine")
    return render(
        request,
        "accounts/mine.html",
        {"form": form, "grants": Grant.objects.holding().filter(user=user).select_related("scope")},
    )


@access.signed_in
@no_store
def second_factor_wanted(request: PersonRequest) -> HttpResponse:
    """Says why a second step is needed, and leads to setting one up."""
    goal = request.session.get(WAITING) or rules.safe_next(request)
    if rules.second_factor_detour(request) is None:
        request.session.pop(WAITING, None)
        return redirect(goal)
    request.session[WAITING] = rules.safe_next(request)
    return render(request, "accounts/second_factor_wanted.html")


class CodeAgain(BaseReauthenticateView):  # type: ignore[misc]  # allauth is not typed here
    """« Is it you? » by a mailed code: a button sends it, a field takes it."""

    form_class = CodeAgainForm
    template_name = "accounts/code_again.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "is_sent": again.is_sent(self.request)}

    def post(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "send" not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        if not again.send(request, request.user):
            messages.error(request, AccountAdapter.error_messages["rate_limited"])
        return redirect(self.passthrough_next_url(reverse("accounts:code_again")))

    def form_valid(self, form: CodeAgainForm) -> HttpResponse:
        again.note(self.request, form.user)
        answer: HttpResponse = super().form_valid(form)
        return answer


code_again = access.signed_in(no_store(all_or_nothing(answering_too_many_tries(CodeAgain.as_view()))))


@access.signed_in
@no_store
def go_on(request: PersonRequest) -> HttpResponse:
    """Where somebody was going when they were asked whether it is them; else a page that offers a file, or leads to a form."""
    going = request.session.get(fresh.GOING)
    if not going:
        return redirect("accounts:mine")
    if going["file"] or going.get("form"):
        return render(request, "accounts/go_on.html", going)
    del request.session[fresh.GOING]
    return redirect(going["goal"])


@access.roles("administrator")
@no_store
@require_http_methods(["GET", "POST"])
def logins(request: PersonRequest) -> HttpResponse:
    """People with a login, 50 a page, and what they may do. POST keeps the words to search by; none shows all."""
    if request.method == "POST":
        asked.keep(request, SEARCH, request.POST.get("q", "").strip()[:MOST_LETTERS])
        return redirect("accounts:logins")
    words = asked.words(request, SEARCH)
    holding = Prefetch("grants", Grant.objects.holding().select_related("scope__region", "scope__organisation"))
    found = (
        User.objects.named(words).select_related("person").prefetch_related(holding).order_by("person__folded", "pk")
    )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "accounts/logins.html", {"page": page, "q": words})


@access.roles("administrator")
@access.fresh()
@no_store
def login(request: PersonRequest, pk: int, form: GrantForm | None = None) -> HttpResponse:
    """One login: roles held and past, and giving another."""
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    grants = user.grants.select_related("scope__region", "scope__organisation", "granted_by").order_by(
        "-granted_at", "-pk"
    )
    resets = SecondFactorReset.objects.filter(person=user.person).select_related("asked_by", "confirmed_by")
    context = {
        "trail": [(_("Logins and roles"), reverse("accounts:logins")), (user.person.name, None)],
        "login": user,
        "grants": grants,
        "form": form or GrantForm(),
        "reset": SecondFactorReset.objects.open().filter(person=user.person).select_related("asked_by").first(),
        "resets": resets[:10],
        "has_second_factor": is_mfa_enabled(user),
        "is_self": user == request.user,
    }
    return render(request, "accounts/login.html", context, status=422 if form else 200)


@access.roles("administrator")
@access.fresh()
@require_http_methods(["GET", "POST"])
def grant(request: PersonRequest, pk: int) -> HttpResponse:
    """POST gives a role; a wrong form is shown again at this address, whose GET leads back to its page."""
    user = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return redirect("accounts:login", pk=pk)
    form = GrantForm(request.POST)
    if form.is_valid():
        try:
            actions.grant(user=user, by=request.user.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role is given and holds from now on."))
            return redirect("accounts:login", pk=pk)
    return login(request, pk, form)


@access.roles("administrator")
@access.fresh()
@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Grant.objects.select_related("user"), pk=pk)
    with refusal_told(request):
        actions.revoke(grant=held, by=request.user.person)
        messages.success(request, _("The role is taken away, also in sessions that are open."))
    return redirect("accounts:login", pk=held.user_id)


@access.roles("administrator")
@access.fresh()
@require_POST
def ask_reset(request: PersonRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.select_related("person"), pk=pk)
    with refusal_told(request):
        actions.ask_second_factor_reset(person=user.person, by=request.user.person)
        messages.success(request, _("The request is open for 24 hours. Another administrator must confirm it."))
    return redirect("accounts:login", pk=pk)


@access.roles("administrator")
@access.fresh()
@require_POST
def answer_reset(request: PersonRequest, pk: int) -> HttpResponse:
    """Confirm an open request, or withdraw it."""
    reset = get_object_or_404(SecondFactorReset.objects.select_related("person__user", "asked_by"), pk=pk)
    withdraws = request.POST.get("answer") == "withdraw"
    with refusal_told(request):
        if withdraws:
            actions.withdraw_second_factor_reset(reset=reset, by=request.user.person)
        else:
            actions.confirm_second_factor_reset(reset=reset, by=request.user.person)
        done = _("The second step is reset, and the person's sessions are ended.")
        messages.success(request, _("The request is withdrawn.") if withdraws else done)
    return redirect("accounts:login", pk=reset.person.user.pk)


@access.roles("administrator")
@no_store
def access_table(request: PersonRequest) -> HttpResponse:
    """Who may open what, as the running site has it."""
    words = request.GET.get("q", "").strip()
    rows = [row for row in rows_of(openings(request.LANGUAGE_CODE)) if words in row["path"]]
    return render(request, "accounts/access.html", {"rows": rows, "q": words})


def rows_of(found: list[Opening]) -> list[dict[str, str]]:
    """One row per address of ours, one per group of a third party's."""
    rows: dict[str, dict[str, str]] = {}
    for door in found:
        path = door.path if door.own_rule or not door.prefix else f"{door.prefix.path}…"
        rows.setdefault(path, {"path": path, "people": whom(door.rule), "note": note_of(door)})
    return list(rows.values())


def whom(rule: access.Rule | None) -> str:
    """Whom a rule lets in, in words."""
    if rule and rule.fresh_minutes and rule.fresh_for_files:
        return _(
            "%(people)s; to send a file: signed in, or shown again to be them, in the last %(minutes)d minutes"
        ) % {
            "people": whom(replace(rule, fresh_minutes=None)),
            "minutes": rule.fresh_minutes,
        }
    if rule and rule.fresh_minutes:
        return _("%(people)s; signed in, or shown again to be them, in the last %(minutes)d minutes") % {
            "people": whom(replace(rule, fresh_minutes=None)),
            "minutes": rule.fresh_minutes,
        }
    if rule is None:
        return _("Nobody has said")
    if rule.kind == "roles":
        return ", ".join(str(role.label) for role in Role if role in rule.roles)
    return {
        "anyone": _("Everybody"),
        "bearer": _("Whoever holds the link or ticket"),
        "device": _("A device that carries its token"),
        "signed_in": _("Everybody with a login"),
        "token": _("Another system, with a token that an organiser made for it"),
        "demo": _("Everybody, on the demonstration alone"),
        "closed": _("Nobody"),
    }[rule.kind]


def note_of(door: Opening) -> str:
    if door.rule and door.rule.scopes:
        return ", ".join(sorted(door.rule.scopes))
    return str(door.prefix.note if door.prefix else door.rule.note if door.rule else "")
