"""Two Persons turn out to be one: what of both files' plans, appointments, referrals and tasks stays, before the files are joined."""

from django.utils import timezone

from people.accompaniment.models import ActionPlan, Appointment, Digest, OwnZone, Referral, Slot, Task
from people.accounts.models import Person
from people.participants.joining import files_to_join


def merge_plans(keep: Person, gone: Person) -> None:
    """Both have a plan under way: the one of the file that stays goes on, the other one's open steps move into it, and it ends."""
    pair = files_to_join(keep, gone)
    if pair is None:
        return
    stays, other = pair
    goes_on = ActionPlan.objects.open().filter(case_file=stays).first()
    theirs = ActionPlan.objects.open().filter(case_file=other).first()
    if goes_on and theirs:
        theirs.steps.to_do().update(plan=goes_on)
        theirs.ended_at = timezone.now()
        theirs.save(update_fields=["ended_at"])
    elif theirs and stays.organisation_id:
        ActionPlan.objects.filter(pk=theirs.pk).update(organisation=stays.organisation_id)
    ActionPlan.objects.filter(case_file=other).update(case_file=stays)


def merge_appointments(keep: Person, gone: Person) -> None:
    pair = files_to_join(keep, gone)
    if pair is not None:
        Appointment.objects.filter(case_file=pair[1]).update(case_file=pair[0])


def merge_referrals(keep: Person, gone: Person) -> None:
    pair = files_to_join(keep, gone)
    if pair is not None:
        Referral.objects.filter(case_file=pair[1]).update(case_file=pair[0])


def merge_tasks(keep: Person, gone: Person) -> None:
    """Open ones are of the organisation that follows the joined file, to be taken by somebody there."""
    pair = files_to_join(keep, gone)
    if pair is None:
        return
    stays, other = pair
    if stays.organisation_id is not None:
        elsewhere = Task.objects.open().filter(case_file=other).exclude(organisation=stays.organisation_id)
        elsewhere.update(organisation=stays.organisation_id, assignee=None)
    Task.objects.filter(case_file=other).update(case_file=stays)


def merge_slots(keep: Person, gone: Person) -> None:
    """Of two hours opened at one moment keep's stays open."""
    both = Slot.objects.opened_by(keep).filter(closed_at=None).values("starts_at")
    Slot.objects.opened_by(gone).filter(closed_at=None, starts_at__in=both).update(closed_at=timezone.now())
    Slot.objects.opened_by(gone).update(caseworker=keep)


def merge_zones(keep: Person, gone: Person) -> None:
    _one_of_each(OwnZone, keep, gone)


def merge_digests(keep: Person, gone: Person) -> None:
    _one_of_each(Digest, keep, gone)


def _one_of_each(model: type[OwnZone] | type[Digest], keep: Person, gone: Person) -> None:
    """keep's own stays; else gone's is theirs."""
    theirs = model._default_manager.filter(person=gone)
    if model._default_manager.filter(person=keep).exists():
        theirs.delete()
    else:
        theirs.update(person=keep)
