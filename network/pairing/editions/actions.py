"""How an edition pairs is set, and who reviews it is named."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.versions import Seen
from network.pairing.editions import rules
from network.pairing.editions.models import PairingSettings, Reviewer
from network.pairing.editions.refusals import AlreadyReviewer, NotOfThisEdition, SettingsRefused
from network.pairing.editions.signals import reviewer_named
from people.accounts.models import Person
from people.programmes.models import Edition


@transaction.atomic
def set_up(
    *, edition: Edition, by: Person | None, details: Mapping[str, Any] | None = None, seen: Seen | None = None
) -> PairingSettings:
    """Have an edition pair, or change how: formats, lengths, weights, what comes first, rounds. Nothing is written when
    nothing differs. With another rhythm the next round has another day.

    Raises SettingsRefused with the words of what does not hold together, ChangedMeanwhile.
    """
    rows = PairingSettings.objects.select_for_update(of=("self",))
    settings = rows.filter(pk=edition.pk).first()
    is_new = settings is None
    settings = settings or PairingSettings(edition=edition)
    if seen and not is_new:
        seen.check_row(settings)
    wanted = dict(details or {})
    changed = [name for name, value in wanted.items() if getattr(settings, name) != value]
    for name in changed:
        setattr(settings, name, wanted[name])
    if is_new or {"rhythm", "next_round_on"} & set(changed):
        if "next_round_on" not in changed:
            settings.next_round_on = None
        settings.next_round_on = settings.next_round_after(timezone.localdate())
    if not changed and not is_new:
        return settings
    try:
        settings.full_clean(exclude=["edition"])
    except ValidationError as trouble:
        raise SettingsRefused(" ".join(trouble.messages)) from trouble
    settings.save(force_insert=is_new)
    audit.record("pairing.set_up" if is_new else "pairing.changed", settings, by=by, fields=changed)
    return settings


@transaction.atomic
def name_reviewer(*, settings: PairingSettings, person: Person, by: Person | None) -> Reviewer:
    """Somebody of the organisations that run the edition decides, too, what is proposed. Raises NotOfThisEdition, AlreadyReviewer."""
    colleague = next((one for one in rules.colleagues(settings) if one.person.pk == person.pk), None)
    if colleague is None:
        raise NotOfThisEdition
    try:
        with transaction.atomic():
            reviewer = Reviewer.objects.create(
                settings=settings, person=person, organisation=colleague.organisation, named_by=by
            )
    except IntegrityError as trouble:
        raise AlreadyReviewer from trouble
    audit.record("pairing.reviewer_named", reviewer, by=by, values={"edition": settings.pk})
    reviewer_named.send(sender=Reviewer, reviewer=reviewer, by=by)
    return reviewer


@transaction.atomic
def unname_reviewer(*, reviewer: Reviewer, by: Person | None) -> None:
    """They no longer decide; what they decided stays as it is. Doing it twice is doing it once."""
    there = Reviewer.objects.filter(pk=reviewer.pk).select_for_update(of=("self",)).first()
    if there is not None:
        audit.record("pairing.reviewer_unnamed", there, by=by, values={"edition": there.settings_id})
        there.delete()


@transaction.atomic
def leave(*, person: Person) -> None:
    """A role of the person ended: where they may no longer be named, they no longer review. Cost: 1 query, 4 more for each edition."""
    for reviewer in Reviewer.objects.filter(person=person).select_related("settings__edition"):
        if not rules.still_there(reviewer):
            unname_reviewer(reviewer=reviewer, by=None)
