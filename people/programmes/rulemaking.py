"""Who may take part is written as a draft, published as a version, and never changed again; and areas it speaks of."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core import audit, generations
from core.reference.models import Mrc
from core.versions import Seen, SeenWhole
from people.accounts.models import Person
from people.programmes import kinds
from people.programmes.eligibility import Condition as Rule
from people.programmes.models import GENERATION, Area, Condition, Edition, RuleSet, rules_of
from people.programmes.refusals import AreaExists, NoDraft, NothingChanged, RulesIncomplete

#: What publishing adds to a territory: the MRC of its areas on that day. No blank of a sentence.
FROZEN = "area_mrcs"


def bare(rule: Rule) -> Rule:
    """A rule as a draft holds it: without what publishing added."""
    return Rule(rule.kind, {name: value for name, value in rule.parameters.items() if name != FROZEN})


@transaction.atomic
def open_draft(*, edition: Edition, by: Person | None) -> RuleSet:
    """The edition's draft; made from the version that holds if there is none. Cost: 1 query when there is one."""
    draft = edition.rule_sets.drafts().first()
    if draft is not None:
        return draft
    last = edition.rule_sets.aggregate(last=Max("version"))["last"] or 0
    try:
        with transaction.atomic():
            draft = RuleSet.objects.create(edition=edition, version=last + 1)
    except IntegrityError:
        # Somebody else opened it at the same time.
        return edition.rule_sets.drafts().get()
    current = edition.rule_sets.current().first()
    if current:
        _write(draft, [bare(rule) for rule in rules_of(current.conditions.all())])
    audit.record("rules.drafted", draft, by=by, values={"edition": edition.pk, "version": draft.version})
    return draft


@transaction.atomic
def write_draft(*, draft: RuleSet, rules: Sequence[Rule], by: Person | None, seen: SeenWhole | None = None) -> RuleSet:
    """Put these sentences, in this order, in place of the draft's. Blanks may still be empty.

    Raises NoDraft once it is published or gone, ChangedAsAWhole, ``kinds.BadParameters`` for what no form of ours sends.
    """
    wanted = [Rule(rule.kind, kinds.clean(rule.kind, rule.parameters)) for rule in rules]
    _lock(draft)
    stands = list(rules_of(draft.conditions.all()))
    if stands == wanted:
        return draft
    if seen:
        seen.check(rows_name(draft), rows(stands))
    draft.conditions.all().delete()
    _write(draft, wanted)
    audit.record("rules.written", draft, by=by, values={"edition": draft.edition_id, "conditions": len(wanted)})
    return draft


def rows_name(draft: RuleSet) -> str:
    """What ``core.versions.print_whole`` calls the sentences of a draft."""
    return f"rule_set:{draft.pk}"


def rows(rules: Iterable[Rule]) -> list[Any]:
    """Sentences as JSON carries them."""
    return [[rule.kind, dict(rule.parameters)] for rule in rules]


@transaction.atomic
def discard_draft(*, draft: RuleSet, by: Person | None) -> None:
    """Throw the draft away; the version that holds is not touched. Raises NoDraft."""
    _lock(draft)
    audit.record("rules.discarded", draft, by=by, values={"edition": draft.edition_id, "version": draft.version})
    draft.delete()


@transaction.atomic
def publish(*, draft: RuleSet, by: Person | None) -> RuleSet:
    """Make the draft the version that holds, from now on; earlier versions stay readable as they were.

    Areas are taken as they are today: a list of MRC that changes later changes no rule that was published. One
    conditional UPDATE decides between two who publish at once.

    Raises NoDraft, RulesIncomplete, NothingChanged.
    """
    _lock(draft)
    rows = list(draft.conditions.all())
    if any(kinds.missing(row.kind, row.parameters) for row in rows):
        raise RulesIncomplete
    areas = mrcs_by_area()
    current = RuleSet.objects.current().filter(edition=draft.edition_id).first()
    for row in rows:
        if row.kind == kinds.Kind.TERRITORY and row.parameters["areas"]:
            row.parameters[FROZEN] = {area: sorted(areas.get(area, ())) for area in row.parameters["areas"]}
            row.save(update_fields=["parameters"])
    if current and list(rules_of(current.conditions.all())) == list(rules_of(rows)):
        raise NothingChanged
    if current:
        RuleSet.objects.filter(pk=current.pk).update(is_current=False)
    published = RuleSet.objects.drafts().filter(pk=draft.pk)
    if not published.update(published_at=timezone.now(), published_by=by, is_current=True):
        raise NoDraft
    draft.refresh_from_db()
    audit.record("rules.published", draft, by=by, values={"edition": draft.edition_id, "version": draft.version})
    generations.bump(GENERATION)
    return draft


def _lock(draft: RuleSet) -> None:
    """Hold the draft until the transaction ends, so that nobody publishes it half-written. Raises NoDraft."""
    if RuleSet.objects.drafts().filter(pk=draft.pk).select_for_update(of=("self",)).first() is None:
        raise NoDraft


def _write(draft: RuleSet, rules: Iterable[Rule]) -> None:
    Condition.objects.bulk_create(
        Condition(rule_set=draft, rank=rank, kind=rule.kind, parameters=dict(rule.parameters))
        for rank, rule in enumerate(rules, 1)
    )


@dataclass(frozen=True)
class Change:
    """What a draft changes against the version that holds, sentence by sentence."""

    added: list[Rule]
    removed: list[Rule]
    kept: list[Rule]
    is_reordered: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.is_reordered)


def compare(before: Iterable[Rule], after: Iterable[Rule]) -> Change:
    """Pure. What is said twice counts twice; the areas' MRC of the day are left out."""
    old, new = [bare(rule) for rule in before], [bare(rule) for rule in after]
    left, added, kept = list(old), [], []
    for rule in new:
        if rule in left:
            left.remove(rule)
            kept.append(rule)
        else:
            added.append(rule)
    staying = [rule for rule in old if rule in kept]
    return Change(added, left, kept, is_reordered=_text(staying) != _text(kept))


def _text(rules: Iterable[Rule]) -> str:
    return json.dumps(rows(rules), sort_keys=True)


# ------------------------------------------------------------------ areas


@transaction.atomic
def set_area(
    *, area: Area | None, by: Person | None, mrcs: Iterable[Mrc], seen: Seen | None = None, **names: Any
) -> Area:
    """Enter an area, or change its names and its list. Published rules keep the list of their day.

    Raises AreaExists, ChangedMeanwhile.
    """
    wanted = list(mrcs)
    changed = Area.objects.select_for_update(of=("self",)).get(pk=area.pk) if area else Area()
    if area and seen:
        seen.check_row(changed)
    for name, value in names.items():
        setattr(changed, name, value)
    try:
        with transaction.atomic():
            changed.save()
    except IntegrityError as trouble:
        if Area.objects.exclude(pk=changed.pk).filter(name_fr=changed.name_fr).exists():
            raise AreaExists from trouble
        raise
    changed.mrcs.set(wanted)
    audit.record("area.set", changed, by=by, fields=["mrcs", *names], values={"mrcs_in_it": len(wanted)})
    generations.bump(GENERATION)
    return changed


def mrcs_by_area() -> Mapping[str, frozenset[str]]:
    """Area id, as rules write it -> codes of its MRC. Cost: 1 query."""
    found: dict[str, set[str]] = {}
    for area, mrc in Area.mrcs.through.objects.values_list("area", "mrc"):
        found.setdefault(str(area), set()).add(mrc)
    return {area: frozenset(codes) for area, codes in found.items()}
