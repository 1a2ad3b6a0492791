"""What this room does when a person agrees or no longer agrees, and when somebody else follows them."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from people.accounts.models import Person
from people.consent.models import Consent
from people.consent.signals import given, withdrawn
from people.participants.models import Candidacy, Card, CaseFile, FrenchSkillLevel
from people.participants.signals import candidacy_moved, following_changed
from people.pool import entries, refusals
from people.pool.actions import enquiring, handing
from people.pool.models import Handover, handover_of


@receiver(given)
def go_on_with_the_handover(consent: Consent, **_news: Any) -> None:
    """The person agrees to be handed over: the other organisation is asked. Whose handover it is not may not agree to it."""
    if consent.purpose != "handover":
        return
    handover = handover_of(consent.about)
    if handover is None or handover.case_file.person_id != consent.person_id:
        raise refusals.MovedOn
    if handover.state == Handover.State.CONSENTED:
        return
    handing.go_on(handover=handover, by=consent.given_by)


@receiver(withdrawn)
def stop_the_handover(consent: Consent, **_news: Any) -> None:
    """Before it is accepted, it ends in this very transaction; afterwards the other organisation follows the person already."""
    if consent.purpose != "handover":
        return
    handover = handover_of(consent.about)
    if handover is not None and handover.case_file.person_id == consent.person_id:
        handing.end_without_consent(handover=handover, by=consent.withdrawn_by)


@receiver(following_changed)
def let_go_what_others_proposed(case_file: CaseFile, by: Person | None, **_news: Any) -> None:
    """What the former organisation proposed has no ground any more. One that was just accepted is closed already."""
    stale = Handover.objects.open().filter(case_file=case_file).exclude(from_organisation=case_file.organisation_id)
    for handover in stale.select_related("case_file__person", "to_organisation", "from_organisation"):
        handing.let_go(handover=handover, by=by)


@receiver(following_changed)
def let_go_what_others_asked_for(case_file: CaseFile, **_news: Any) -> None:
    enquiring.let_go_of(case_file)


@receiver(candidacy_moved)
def let_go_what_is_out_of_the_pool(candidacy: Candidacy, before: str, **_news: Any) -> None:
    if before == Candidacy.State.IN_POOL:
        enquiring.let_go_of(candidacy.case_file)


@receiver(withdrawn)
def let_go_what_is_not_shown(consent: Consent, **_news: Any) -> None:
    """Whoever no longer shows their card is asked for by nobody who saw it."""
    if consent.purpose in {"card", "matching"}:
        for file in CaseFile.objects.of_person(consent.person):
            enquiring.let_go_of(file)


# ------------------------------------------------------------------ the rows that the pool is looked through by


@receiver(candidacy_moved)
def look_where_the_request_is(candidacy: Candidacy, **_news: Any) -> None:
    entries.refresh(candidacy.case_file_id)


@receiver(following_changed)
def look_where_the_file_is(case_file: CaseFile, **_news: Any) -> None:
    entries.refresh(case_file)


@receiver(post_save, sender=Card)
def look_what_the_card_says(instance: Card, raw: bool = False, **_news: Any) -> None:
    if not raw:
        entries.refresh(CaseFile.objects.filter(person=instance.person_id).first())


@receiver(m2m_changed, sender=Card.regions.through)
def look_which_regions_are_wished(instance: Any, action: str, **_news: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Card):
        entries.refresh(CaseFile.objects.filter(person=instance.person_id).first())


@receiver([post_save, post_delete], sender=FrenchSkillLevel)
def look_which_level_is_known(instance: FrenchSkillLevel, raw: bool = False, **_news: Any) -> None:
    if not raw:
        entries.refresh(instance.case_file_id)
