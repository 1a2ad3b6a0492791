"""Two Persons turn out to be one: which file and which card stay, and what of the other moves along."""

from typing import Any

from django.db import models
from django.utils import timezone

from core import audit, search
from people.accounts.models import Person
from people.participants import searchable, signals
from people.participants.actions.describing import follow_again
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Following,
    FrenchSkillLevel,
    SavedFilter,
    SpokenLanguage,
)

#: What the file that stays has of its own: who follows, and a month that says little without its year.
NOT_FILLED = frozenset(
    {
        "id", "person", "reference", "organisation", "caseworker", "opened_by", "closed_at", "closing", "closing_words",
        "arrival_month",
    }
)  # fmt: skip


def merge_files(keep: Person, gone: Person) -> None:
    """One file stays: keep's, unless only gone's is followed. Blank fields are filled from the other one.

    Papers, decisions and history move; where both have the same thing (a request to one edition, a level, a CV), the one
    of the file that stays wins. Who was followed by two organisations is followed by the one of the file that stays; the
    other keeps reading what it wrote, as after a handover.
    """
    stays, other = which_stays(keep, gone)
    if stays is None:
        return
    if other is None:
        CaseFile.objects.filter(pk=stays.pk).update(person=keep)
        return
    household = other.household
    _fill(stays, other)
    _move_children(stays, other)
    other.delete()
    if household is not None and not household.case_files.exists():
        # Members that no file names any more would be nobody's to erase.
        household.delete()
    CaseFile.objects.filter(pk=stays.pk).update(person=keep)


def which_stays(keep: Person, gone: Person) -> tuple[CaseFile | None, CaseFile | None]:
    """The file that stays when two Persons are one, and the one whose rows move to it before it goes. Cost: 1 query."""
    files = {file.person_id: file for file in CaseFile.objects.filter(person__in=[keep, gone])}
    stays, other = files.get(keep.pk), files.get(gone.pk)
    if stays is None:
        return other, None
    if other is not None and not stays.is_followed and other.is_followed:
        return other, stays
    return stays, other


def files_to_join(keep: Person, gone: Person) -> tuple[CaseFile, CaseFile] | None:
    """As ``which_stays``; None unless both have a file. Cost: 1 query.

    A room above whose rows hang on a file moves them before the files are joined (``order`` below 70 in its register).
    """
    stays, other = which_stays(keep, gone)
    return (stays, other) if stays is not None and other is not None else None


def _fill(stays: CaseFile, other: CaseFile) -> None:
    """What the file that stays does not say, as the other one says it."""
    for field in CaseFile._meta.concrete_fields:
        name = field.name
        if name in NOT_FILLED:
            continue
        if getattr(stays, name) in (None, "", []):
            setattr(stays, name, getattr(other, name))
    if stays.arrival_month is None and stays.arrival_year == other.arrival_year:
        stays.arrival_month = other.arrival_month
    if stays.still_abroad and stays.arrival_year is not None:
        stays.still_abroad = False
    stays.opened_at = min(stays.opened_at, other.opened_at)
    if other.closed_at is None:
        # Somebody works with one of the two.
        stays.closed_at, stays.closing, stays.closing_words = None, "", ""
    stays.steps_done = list(dict.fromkeys([*stays.steps_done, *other.steps_done]))
    stays.save()
    if not stays.is_closed:
        follow_again(stays, by=None)


def _move_children(stays: CaseFile, other: CaseFile) -> None:
    now = timezone.now()
    skills = FrenchSkillLevel.objects.filter(case_file=stays).values("skill")
    FrenchSkillLevel.objects.filter(case_file=other).exclude(skill__in=skills).update(case_file=stays)
    names = list(SpokenLanguage.objects.filter(case_file=stays).values_list("folded", flat=True))
    SpokenLanguage.objects.filter(case_file=other).exclude(folded__in=names).update(case_file=stays)
    other.notes.update(case_file=stays)
    documents = other.documents.all()
    if stays.documents.filter(kind="cv").exists():
        documents.filter(kind="cv").update(kind="other")
    documents.update(case_file=stays)
    other.paper_letters.update(case_file=stays)
    Following.objects.filter(case_file=other, until=None).update(until=now)
    Following.objects.filter(case_file=other).update(case_file=stays)
    held = Candidacy.objects.filter(case_file=stays).exclude(state=Candidacy.State.INACTIVE).values_list("edition")
    double = Candidacy.objects.filter(case_file=other, edition__in=held).exclude(state=Candidacy.State.INACTIVE)
    before = dict(double.values_list("pk", "state"))
    double.update(state=Candidacy.State.INACTIVE, state_since=now)
    Candidacy.objects.filter(case_file=other).exclude(state=Candidacy.State.INACTIVE).update(
        organisation=stays.organisation_id,
        assigned_at=models.Case(
            models.When(assigned_at=None, then=models.Value(now if stays.organisation_id else None)),
            default=models.F("assigned_at"),
            output_field=models.DateTimeField(),
        ),
    )
    Candidacy.objects.filter(case_file=other).update(case_file=stays)
    # It ended as any other does: who listens learns of it, once it stands in the file that stays.
    for ended in Candidacy.objects.filter(pk__in=before).select_related("case_file__person").order_by("pk"):
        audit.record("candidacy.moved", ended, by=None, fields=["state"])
        signals.candidacy_moved.send(Candidacy, candidacy=ended, before=before[ended.pk], by=None)


def merge_cards(keep: Person, gone: Person) -> None:
    """The card that says more stays: the complete one, then the one written last; the other one goes, its portrait with it."""
    cards = sorted(Card.objects.filter(person__in=[keep, gone]), key=_says_more)
    for double in cards[:-1]:
        search.remove(searchable.CARDS, [double.pk])
        double.delete()
    if cards:
        Card.objects.filter(pk=cards[-1].pk).update(person=keep)


def _says_more(card: Card) -> tuple[bool, Any]:
    return card.is_complete, card.updated_at


def merge_filters(keep: Person, gone: Person) -> None:
    """Filters move along; of two with one name the one of the entry that stays is kept."""
    for kept in SavedFilter.objects.filter(owner=gone):
        if SavedFilter.objects.filter(owner=keep, list=kept.list, name=kept.name).exists():
            kept.delete()
    SavedFilter.objects.filter(owner=gone).update(owner=keep)
