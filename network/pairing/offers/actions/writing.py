"""An offer is written, step by step: each is kept as it stands, so that nothing is lost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django.db import transaction

from core import audit, generations
from core.folding import fold
from core.reference.models import MajorGroup
from network.pairing.editions.models import PairingSettings
from network.pairing.offers.actions.keeping import GENERATION, keep_step
from network.pairing.offers.models import (
    MOST_OCCUPATIONS,
    Cause,
    FrenchNeed,
    LanguageNeed,
    Offer,
    OfferDate,
    OfferOccupation,
    State,
)
from network.pairing.offers.refusals import EditionNotOpen, FormatNotHere, MovedOn
from network.pairing.offers.signals import offer_written
from people.accounts import actions as accounts
from people.accounts.models import Person
from people.programmes.models import Edition


@transaction.atomic
def begin(*, edition: Edition, host: Person, by: Person | None, format: str, title: str, **details: Any) -> Offer:
    """A draft, which only who sees the host's offers sees. Raises EditionNotOpen, FormatNotHere."""
    settings = PairingSettings.objects.open().filter(pk=edition.pk).first()
    if settings is None:
        raise EditionNotOpen
    if format not in settings.formats:
        raise FormatNotHere
    details.setdefault("language", host.language)
    organisation = details.get("organisation")
    if organisation is not None:
        details.setdefault("region", organisation.region)
    made_by = by if by and by.pk != host.pk else None
    offer = Offer.objects.create(edition=edition, host=host, format=format, title=title, made_by=made_by, **details)
    keep_step(offer, before="", by=by)
    audit.record("offer.begun", offer, by=by, values={"edition": edition.pk, "format": str(format)})
    return offer


@transaction.atomic
def begin_for_somebody(*, host: Person | None, contact: Mapping[str, str], by: Person, **details: Any) -> Offer:
    """The same on behalf of a host; one who is not known yet is entered as ``contact`` says (name, email, language): a
    person of that name whom the address reaches and who has no login, or a new one."""
    host = host or accounts.person_for_guest(**contact)
    return begin(host=host, by=by, **details)


@transaction.atomic
def write(
    *, offer: Offer, by: Person | None, details: Mapping[str, Any], check: Callable[[Offer], None] | None = None
) -> Offer:
    """Keep one step: fields by name, and whole lists as ``occupations``, ``french``, ``languages``, ``dates``.
    ``check`` looks at the row as it stands, locked, and may refuse.

    Of an offer that is approved already, who changed it is kept in its history. Raises MovedOn where it is over,
    ChangedMeanwhile. Cost: 3 queries, and 2 or 3 for each list.
    """
    offer.refresh_from_db(from_queryset=Offer.objects.select_for_update(of=("self",)))
    if not offer.is_alive:
        raise MovedOn
    if check:
        check(offer)
    rest = dict(details)
    lists = {name: rest.pop(name) for name in ("occupations", "french", "languages", "dates") if name in rest}
    changed = [name for name, value in rest.items() if getattr(offer, name) != value]
    for name in changed:
        setattr(offer, name, rest[name])
    if changed:
        offer.save(update_fields=changed)
    now = as_written(offer)
    for name, value in lists.items():
        if _plain(name, value) != now[name]:
            _LISTS[name](offer, value)
            changed.append(name)
    if changed:
        audit.record("offer.written", offer, by=by, fields=changed)
        if offer.state in {State.OPEN, State.PAUSED, State.FILLED}:
            keep_step(offer, before=offer.state, by=by, cause=Cause.CHANGED)
        if offer.is_open and "format" in changed:
            generations.bump(GENERATION)
        offer_written.send(sender=Offer, offer=offer, changed=changed, by=by)
    return offer


def as_written(offer: Offer) -> dict[str, Any]:
    """All that the form's steps show, as their initial values. Cost: 4 queries."""
    fields = (
        "format", "title", "what", "language", "purposes", "capacity", "related_welcome", "is_online", "is_on_site",
        "municipality", "address", "access", "access_note", "availability",
    )  # fmt: skip
    found: dict[str, Any] = {name: getattr(offer, name) for name in fields}
    return found | {
        "region": offer.region_id,
        "occupations": [row.code for row in offer.occupations.all()],
        "french": {row.skill_id: row.level_id for row in offer.french_needs.all()},
        "languages": [(row.name, row.ease) for row in offer.language_needs.all()],
        "dates": [(row.day, row.starts, row.ends) for row in offer.dates.all()],
    }


def _plain(name: str, value: Any) -> Any:
    if name == "french":
        return {skill: level for skill, level in value.items() if level}
    return [tuple(each) for each in value] if name != "occupations" else list(dict.fromkeys(value))


def _say_occupations(offer: Offer, codes: Sequence[str]) -> None:
    """NOC unit groups, the main one first; at most three, each once."""
    kept = list(dict.fromkeys(code for code in codes if code))[:MOST_OCCUPATIONS]
    groups = MajorGroup.objects.in_bulk([code[:2] for code in kept])
    offer.occupations.all().delete()
    OfferOccupation.objects.bulk_create(
        OfferOccupation(offer=offer, rank=rank, code=code, major_group=groups[code[:2]])
        for rank, code in enumerate(kept, 1)
    )


def _say_french(offer: Offer, levels: Mapping[str, str]) -> None:
    offer.french_needs.all().delete()
    FrenchNeed.objects.bulk_create(
        FrenchNeed(offer=offer, skill_id=skill, level_id=level) for skill, level in levels.items() if level
    )


def _say_languages(offer: Offer, pairs: Iterable[tuple[str, str]]) -> None:
    """Each language once; of two lines of the same one the first counts."""
    kept = {fold(name)[:60]: (name.strip()[:60], ease) for name, ease in reversed(list(pairs)) if fold(name)}
    offer.language_needs.all().delete()
    LanguageNeed.objects.bulk_create(
        LanguageNeed(offer=offer, name=name, folded=folded, ease=ease)
        for folded, (name, ease) in reversed(list(kept.items()))
    )


def _say_dates(offer: Offer, dates: Iterable[tuple[date, time, time]]) -> None:
    offer.dates.all().delete()
    OfferDate.objects.bulk_create(
        OfferDate(offer=offer, day=day, starts=starts, ends=ends)
        for (day, starts), ends in {(day, starts): ends for day, starts, ends in dates}.items()
    )


_LISTS: dict[str, Callable[[Offer, Any], None]] = {
    "occupations": _say_occupations,
    "french": _say_french,
    "languages": _say_languages,
    "dates": _say_dates,
}
