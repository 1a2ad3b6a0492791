"""What is done to programmes, editions and those who run them; and whose turn it is when somebody asks to take part."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from core import audit, generations
from core.reference.models import Region
from core.versions import Seen
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.programmes.models import GENERATION, MOVES, Edition, Partner, Programme, State
from people.programmes.refusals import (
    AlreadyPartner,
    AnotherEdition,
    EditionExists,
    NobodyTakes,
    NoRules,
    NoSuchMove,
    NothingToMove,
    PartnerHasRequests,
    ProgrammeExists,
)

# ------------------------------------------------------------------ programmes and editions


@transaction.atomic
def found_programme(*, by: Person | None, **details: Any) -> Programme:
    """Enter a programme; the public sees it once an edition is open. Raises ProgrammeExists."""
    programme = Programme(**details)
    _save(programme, ProgrammeExists)
    audit.record("programme.founded", programme, by=by, fields=details)
    return programme


@transaction.atomic
def change_programme(
    *, programme: Programme, by: Person | None, details: Mapping[str, Any], seen: Seen | None = None
) -> Programme:
    """Set the fields named; nothing is written when nothing differs. Cost: 1 query an edition.

    Raises ProgrammeExists, ChangedMeanwhile.
    """
    _hold(programme, seen)
    if changed := _set(programme, details):
        _save(programme, ProgrammeExists)
        if {"name_fr", "name_en"} & set(changed):
            for edition in programme.editions.order_by("pk"):
                edition.programme = programme
                edition.save(update_fields=["folded"])
        audit.record("programme.changed", programme, by=by, fields=changed)
        generations.bump(GENERATION)
    return programme


@transaction.atomic
def plan_edition(*, programme: Programme, by: Person | None, regions: Iterable[Region] = (), **details: Any) -> Edition:
    """Plan an edition, as a draft nobody outside sees. No region: all of Québec. Raises EditionExists."""
    edition = Edition(programme=programme, **details)
    _save(edition, EditionExists)
    edition.regions.set(regions)
    audit.record("edition.planned", edition, by=by, fields=["programme", "regions", *details])
    return edition


@transaction.atomic
def change_edition(
    *, edition: Edition, by: Person | None, details: Mapping[str, Any], seen: Seen | None = None
) -> Edition:
    """Set the fields named, ``regions`` too; nothing is written when nothing differs.

    Raises EditionExists, ChangedMeanwhile.
    """
    _hold(edition, seen)
    details = dict(details)
    regions = details.pop("regions", None)
    changed = _set(edition, details)
    if changed:
        _save(edition, EditionExists)
    if regions is not None and {each.pk for each in regions} != {each.pk for each in edition.regions.all()}:
        edition.regions.set(regions)
        changed.append("regions")
    if changed:
        audit.record("edition.changed", edition, by=by, fields=changed)
        generations.bump(GENERATION)
    return edition


@transaction.atomic
def move_edition(*, edition: Edition, to: str, by: Person | None) -> Edition:
    """Open, close or put away an edition along ``MOVES``; one conditional UPDATE decides between two who move it.

    Raises NoSuchMove, and NoRules while nobody has published who may take part.
    """
    source = edition.state
    if to not in MOVES[source]:
        raise NoSuchMove
    if to == State.OPEN and not edition.rule_sets.current().exists():
        raise NoRules
    if not Edition.objects.filter(pk=edition.pk, state=source).update(state=to):
        raise NoSuchMove
    edition.state = to
    audit.record("edition.moved", edition, by=by, values={"from": source, "to": str(to)})
    generations.bump(GENERATION)
    return edition


def _hold(thing: models.Model, seen: Seen | None) -> None:
    """Lock the row, and read it again as it stands now; raises ChangedMeanwhile where that is not what was seen."""
    rows = type(thing)._default_manager.select_for_update(of=("self",))
    thing.refresh_from_db(from_queryset=rows)
    if seen:
        seen.check_row(thing)


def _set(thing: models.Model, details: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in details.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, details[name])
    return changed


def _save(thing: models.Model, taken: type[Exception]) -> None:
    """Save; a name that somebody else took first becomes the refusal ``taken``."""
    same = {name: getattr(thing, name) for name in ("name_fr", "programme") if hasattr(thing, name)}
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as trouble:
        if type(thing)._default_manager.exclude(pk=thing.pk).filter(**same).exists():
            raise taken from trouble
        raise


# ------------------------------------------------------------------ who runs an edition


@transaction.atomic
def bring_in(
    *, edition: Edition, organisation: Organisation, capacity: int, by: Person | None, role: str = Partner.Part.BANK
) -> Partner:
    """Have an organisation run the edition and share in its intake. Raises AlreadyPartner.

    Who joins late has received nothing yet, and is served first until its share is there.
    """
    try:
        with transaction.atomic():
            partner = Partner.objects.create(edition=edition, organisation=organisation, capacity=capacity, role=role)
    except IntegrityError as trouble:
        if edition.partners.filter(organisation=organisation).exists():
            raise AlreadyPartner from trouble
        raise
    audit.record("partner.brought_in", partner, by=by, values={"organisation": organisation.pk, "capacity": capacity})
    generations.bump(GENERATION)
    return partner


@transaction.atomic
def change_partner(
    *, partner: Partner, by: Person | None, capacity: int, role: str, seen: Seen | None = None
) -> Partner:
    """Set capacity and part; what was assigned stays, and later requests follow the new shares. Raises ChangedMeanwhile."""
    _hold(partner, seen)
    before = partner.capacity
    if _set(partner, {"capacity": capacity, "role": role}):
        partner.save(update_fields=["capacity", "role"])
        audit.record("partner.changed", partner, by=by, values={"capacity_before": before, "capacity": capacity})
        generations.bump(GENERATION)
    return partner


@transaction.atomic
def pause(*, partner: Partner, by: Person | None, is_paused: bool = True) -> Partner:
    """Let a partner receive no more requests, or receive them again; doing it twice is doing it once."""
    if Partner.objects.filter(pk=partner.pk, is_paused=not is_paused).update(is_paused=is_paused):
        audit.record("partner.paused" if is_paused else "partner.resumed", partner, by=by)
    partner.is_paused = is_paused
    return partner


@transaction.atomic
def take_out(*, partner: Partner, by: Person | None) -> None:
    """Take out a partner that received nothing. Raises PartnerHasRequests."""
    audit.record("partner.taken_out", partner, by=by, values={"organisation": partner.organisation_id})
    if not Partner.objects.filter(pk=partner.pk, assigned=0).delete()[0]:
        raise PartnerHasRequests
    generations.bump(GENERATION)


# ------------------------------------------------------------------ whose turn it is


def next_in_turn(partners: Iterable[Partner]) -> Partner:
    """Whose turn it is among partners that take requests: pure, in whole numbers. Raises NobodyTakes if there is none.

    After any number of requests nobody is a whole request away from its share (number × capacity ÷ sum of
    capacities), whatever the capacities. Lowest assigned ÷ capacity alone does not keep that promise: beside ten
    organisations of capacity 1, one of 100 would have 1 of the first 11 requests in place of 10. So the request is
    counted along: it goes to the lowest (assigned + 1) ÷ capacity, among those it would not take a whole request
    beyond their share. Ties go to the lowest assigned ÷ capacity, then to the lowest key. Whoever fell behind
    (paused, or brought in late) comes first until its share is there.

    Source: M. Balinski, H. P. Young, The Quota Method of Apportionment, American Mathematical Monthly 82 (1975).
    """
    taking = list(partners)
    if not taking:
        raise NobodyTakes
    whole = sum(partner.capacity for partner in taking)
    number = sum(partner.assigned for partner in taking) + 1
    within = [partner for partner in taking if partner.assigned * whole < number * partner.capacity]
    # On one denominator: no rounding decides.
    product = 1
    for partner in within:
        product *= partner.capacity
    return min(
        within,
        key=lambda partner: (
            (partner.assigned + 1) * (product // partner.capacity),
            partner.assigned * (product // partner.capacity),
            partner.pk,
        ),
    )


@transaction.atomic
def take_next_partner(*, edition: Edition, among: Iterable[Partner] | None = None) -> Partner:
    """Give the next request of the edition to a partner, and count it; ``among`` limits it to some of them.

    The rows are locked in the order of their keys, so that requests that come at once queue and each is counted; on
    SQLite the transaction itself is the queue. Cost: 3 queries, audit included.

    Raises NobodyTakes: the caller keeps the request in a queue that somebody sees.
    """
    rows = edition.partners.taking().select_for_update(of=("self",))
    if among is not None:
        rows = rows.filter(pk__in=[partner.pk for partner in among])
    chosen = next_in_turn(rows)
    if not Partner.objects.filter(pk=chosen.pk, assigned=chosen.assigned).update(assigned=F("assigned") + 1):
        # Locked above: only a database without locks and without one writer at a time comes here.
        raise RuntimeError(f"The intake of edition {edition.pk} was counted by somebody else at once.")
    chosen.assigned += 1
    audit.record("intake.assigned", chosen, by=None, values={"edition": edition.pk, "assigned": chosen.assigned})
    return chosen


@transaction.atomic
def take_by_hand(*, partner: Partner, by: Person | None) -> None:
    """Count one request more for a partner, paused or not: whoever decides by hand knows. Cost: 3 queries."""
    Partner.objects.filter(pk=partner.pk).update(assigned=F("assigned") + 1)
    partner.refresh_from_db(fields=["assigned"])
    audit.record("intake.given", partner, by=by, values={"edition": partner.edition_id, "assigned": partner.assigned})


@transaction.atomic
def move_share(*, source: Partner, target: Partner, by: Person | None) -> None:
    """Count one request less for ``source`` and one more for ``target``: what a manual change of organisation does.

    The target may be paused: whoever decides by hand knows. Raises AnotherEdition, NothingToMove.
    """
    if source.edition_id != target.edition_id:
        raise AnotherEdition
    if source.pk == target.pk:
        return
    # In the order of keys, as every intake locks them.
    list(Partner.objects.filter(pk__in=[source.pk, target.pk]).order_by("pk").select_for_update(of=("self",)))
    if not Partner.objects.filter(pk=source.pk, assigned__gt=0).update(assigned=F("assigned") - 1):
        raise NothingToMove
    Partner.objects.filter(pk=target.pk).update(assigned=F("assigned") + 1)
    audit.record("intake.moved", source, by=by, values={"from": source.pk, "to": target.pk})
    for partner in (source, target):
        partner.refresh_from_db(fields=["assigned"])


@transaction.atomic
def give_back(*, partner: Partner, by: Person | None) -> None:
    """Count one request less: it was withdrawn before anybody worked on it. Raises NothingToMove."""
    if not Partner.objects.filter(pk=partner.pk, assigned__gt=0).update(assigned=F("assigned") - 1):
        raise NothingToMove
    audit.record("intake.given_back", partner, by=by)
    partner.refresh_from_db(fields=["assigned"])
