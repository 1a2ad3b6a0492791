"""Who may take part in an edition: read, written in sentences, tried on five people, published."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.guard import reach
from core.pages import no_store
from core.refusals import Refusal, refusal_told
from core.versions import ChangedAsAWhole, SeenWhole, print_whole
from people.accounts.http import PersonRequest
from people.programmes import kinds, rulemaking
from people.programmes.books import Atlas
from people.programmes.eligibility import Condition
from people.programmes.examples import tried
from people.programmes.forms import sentence_forms
from people.programmes.kinds import Kind
from people.programmes.models import Edition, RuleSet, rules_of
from people.programmes.refusals import NoDraft, RulesIncomplete
from people.programmes.views.editions import keeping, kept


def _current(edition: Edition) -> RuleSet | None:
    return edition.rule_sets.current().select_related("published_by").first()


@keeping
@no_store
@require_GET
def read(request: PersonRequest, pk: int) -> HttpResponse:
    """The rules that hold, and every version before them."""
    edition = kept(request, pk)
    current, atlas = _current(edition), Atlas()
    facts = {
        "edition": edition,
        "current": current,
        "rules": rules_of(current.conditions.all()) if current else (),
        "draft": edition.rule_sets.drafts().first(),
        "versions": edition.rule_sets.published().select_related("published_by"),
        "lexicon": atlas.lexicon,
    }
    return render(request, "programmes/manage/rules.html", facts)


@keeping
@no_store
@require_GET
def version(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was published, and what it changed."""
    edition = kept(request, pk)
    published = edition.rule_sets.published().select_related("published_by")
    shown: RuleSet = reach(request, published, version=number)
    before = published.filter(version__lt=number).first()
    rules = rules_of(shown.conditions.all())
    facts = {
        "edition": edition,
        "shown": shown,
        "rules": rules,
        "before": before,
        "change": rulemaking.compare(rules_of(before.conditions.all()), rules) if before else None,
        "lexicon": Atlas().lexicon,
    }
    return render(request, "programmes/manage/version.html", facts)


@keeping
@require_POST
def draft_start(request: PersonRequest, pk: int) -> HttpResponse:
    rulemaking.open_draft(edition=kept(request, pk), by=request.user.person)
    return redirect("programmes:draft", pk=pk)


@keeping
@require_POST
def draft_discard(request: PersonRequest, pk: int) -> HttpResponse:
    draft = kept(request, pk).rule_sets.drafts().first()
    with refusal_told(request):
        if draft is None:
            raise NoDraft
        rulemaking.discard_draft(draft=draft, by=request.user.person)
        messages.success(request, _("The draft is thrown away. The rules that hold have not changed."))
    return redirect("programmes:rules", pk=pk)


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def draft(request: PersonRequest, pk: int) -> HttpResponse:
    """The draft in sentences with blanks. Every button keeps all that was typed, then does what it says.

    Of two who write at once, the second sees what theirs would change in what the first has kept.
    """
    edition = kept(request, pk)
    held = edition.rule_sets.drafts().first()
    if held is None:
        return redirect("programmes:rules", pk=pk)
    atlas = Atlas()
    rules, clash = rules_of(held.conditions.all()), None
    shown = print_whole(rulemaking.rows_name(held), rulemaking.rows(rules))
    if request.method == "POST":
        forms = sentence_forms(rules, atlas.lexicon, request.POST)
        valid = [form.is_valid() for form in forms]  # every one is asked, so that each shows its own error
        if all(valid):
            wanted = changed([form.rule for form in forms], request.POST)
            try:
                seen = SeenWhole(request.POST.get("shown", ""))
                rulemaking.write_draft(draft=held, rules=wanted, by=request.user.person, seen=seen)
            except ChangedAsAWhole as refusal:
                clash = (refusal, rulemaking.compare(rules, [form.rule for form in forms]))
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return redirect("programmes:rules", pk=pk)
            else:
                if request.POST.get("do") == "check":
                    return redirect("programmes:publish", pk=pk)
                messages.success(request, _("The draft is kept."))
                return redirect("programmes:draft", pk=pk)
        else:
            shown = request.POST.get("shown", "")
    else:
        forms = sentence_forms(rules, atlas.lexicon)
    facts = {
        "edition": edition,
        "draft": held,
        "forms": forms,
        "shown": shown,
        "clash": clash,
        "lexicon": atlas.lexicon,
        "kinds": Kind,
        "tried": tried(atlas.book(edition, rules), timezone.localdate()),
        "current": _current(edition),
    }
    return render(request, "programmes/manage/draft.html", facts)


def changed(rules: list[Condition], data: QueryDict) -> list[Condition]:
    """What the button pressed makes of the sentences: ``up-2``, ``down-2``, ``out-2``, or ``add`` with a kind."""
    rules = list(rules)
    verb, _dash, number = data.get("do", "").partition("-")
    place = int(number) if number.isdecimal() and len(number) < 9 else -1
    kind = data.get("new", "")
    if verb == "add" and kind in Kind.values:
        rules.append(Condition(kind, kinds.clean(kind, {})))
    elif 0 <= place < len(rules):
        if verb == "out":
            del rules[place]
        elif verb in ("up", "down"):
            other = min(max(place + (1 if verb == "down" else -1), 0), len(rules) - 1)
            rules[place], rules[other] = rules[other], rules[place]
    return rules


@keeping
@no_store
@require_http_methods(["GET", "POST"])
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """What the draft would change, and for whom; POST publishes it."""
    edition = kept(request, pk)
    held = edition.rule_sets.drafts().first()
    if held is None:
        return redirect("programmes:rules", pk=pk)
    if request.method == "POST":
        try:
            published = rulemaking.publish(draft=held, by=request.user.person)
        except RulesIncomplete as refusal:
            messages.error(request, str(refusal))
            return redirect("programmes:draft", pk=pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Version %(version)s holds from now on.") % {"version": published.version})
        return redirect("programmes:rules", pk=pk)
    current, atlas = _current(edition), Atlas()
    rules, before = rules_of(held.conditions.all()), rules_of(current.conditions.all()) if current else ()
    today = timezone.localdate()
    now = [assessment for _example, assessment in tried(atlas.book(edition, before), today)]
    then = tried(atlas.book(edition, rules), today)
    facts = {
        "edition": edition,
        "draft": held,
        "current": current,
        "change": rulemaking.compare(before, rules),
        "lexicon": atlas.lexicon,
        "incomplete": any(kinds.missing(rule.kind, rule.parameters) for rule in rules),
        "tried": [(example, old, new) for old, (example, new) in zip(now, then, strict=True)],
    }
    return render(request, "programmes/manage/publish.html", facts)
