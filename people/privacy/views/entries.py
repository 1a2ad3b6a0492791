"""Joining two entries, and « Is this you? »."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access, asked
from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from people.accounts.http import PersonRequest
from people.accounts.models import Address, Person
from people.privacy import actions, rules
from people.privacy.forms import ClosingMergeForm, MergeForm, PersonSearchForm
from people.privacy.models import GUARDIANS

#: Possible doubles on a page: each says what is held under it.
DOUBLES = 10
#: Under which ``core.asked`` keeps the words people are searched by.
SEARCH = "privacy.people"

guarding = access.roles(*GUARDIANS)


@guarding
@no_store
@require_http_methods(["GET", "POST"])
def search(request: PersonRequest) -> HttpResponse:
    """Find the two entries. ``first`` in the address is the one already chosen; POST keeps the words to search by."""
    chosen = (
        Person.objects.current().filter(pk=request.GET["first"]).first()
        if request.GET.get("first", "").isdecimal() and len(request.GET["first"]) < 19
        else None
    )
    if request.method == "POST":
        form = PersonSearchForm(request.POST)
        asked.keep(request, SEARCH, form.cleaned_data["q"] if form.is_valid() else "")
        return redirect(reverse("privacy:search") + (f"?first={chosen.pk}" if chosen else ""))
    words = asked.words(request, SEARCH)
    found = (
        rules.people_found(words)
        .select_related("user")
        .prefetch_related(Prefetch("addresses", Address.objects.order_by("email", "pk")))
    )
    page = Paginator(found.exclude(pk=chosen.pk if chosen else 0), 25).get_page(request.GET.get("page"))
    return render(
        request,
        "privacy/search.html",
        {"form": PersonSearchForm(initial={"q": words}), "words": words, "page_obj": page, "chosen": chosen},
    )


@guarding
@access.fresh()
@no_store
@require_http_methods(["GET", "POST"])
def merge(request: PersonRequest, keep_pk: int, gone_pk: int) -> HttpResponse:
    """Side by side, what would move, and the confirmation. A pair that is merged already shows where it went."""
    people = Person.objects.select_related("user", "merged_into").prefetch_related("addresses")
    keep, gone = reach(request, people, pk=keep_pk), reach(request, people, pk=gone_pk)
    both_sign_in = all((login := getattr(person, "user", None)) and login.is_active for person in (keep, gone))
    form = (ClosingMergeForm if both_sign_in else MergeForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge(keep=keep, gone=gone, by=request.user.person, close_login=both_sign_in)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The two entries are one now."))
            return redirect("privacy:search")
    sides = [(person, actions.holdings(person)) for person in (keep, gone)]
    facts = {"form": form, "keep": keep, "gone": gone, "sides": sides, "same": keep == gone}
    return render(request, "privacy/merge.html", facts | {"settled": bool(keep.merged_into_id or gone.merged_into_id)})


@access.signed_in
@no_store
@require_GET
def doubles(request: PersonRequest) -> HttpResponse:
    """Entries that one of my addresses reaches under another name, ten a page. Cost: 1 query a declared model, and 3."""
    page = Paginator(rules.possible_doubles(request.user), DOUBLES).get_page(request.GET.get("page"))
    held = actions.holdings_of(list(page))
    entries = [(person, held[person.pk]) for person in page]
    return render(request, "privacy/doubles.html", {"entries": entries, "page_obj": page})


@access.signed_in
@require_POST
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """« Yes, this is me » joins; « No » tells the two apart. An entry no longer offered is 404."""
    user = request.user
    other = reach(request, rules.possible_doubles(user), pk=pk)
    if request.POST.get("answer") == "me":
        with refusal_told(request):
            actions.claim(user=user, other=other)
            messages.success(request, _("Done: what was registered under that name is in your account now."))
    else:
        actions.tell_apart(one=user.person, other=other, by=user.person)
        messages.success(request, _("Noted: you will not be asked about this entry again."))
    return redirect("privacy:doubles")
