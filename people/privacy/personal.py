"""What this room holds about people, and the classes of the schedule that end with a whole person forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Held, Keep, declare, keep
from people.accounts.models import Person
from people.privacy import copies, erasing, rules
from people.privacy.models import DataCopy, Distinction, Erasure, RetentionRule

THE_PERSON = _("The person alone")
#: Somebody with a login is warned so long before they are forgotten.
WARNED_BEFORE = timedelta(days=30)
#: No longer than the shortest six months: what the registration form promises.
GUEST_DAYS = 181


def merge_distinctions(keep: Person, gone: Person) -> None:
    """Who is not ``gone`` is not ``keep`` either; that the two themselves were told apart has been overruled."""
    for said in Distinction.objects.filter(Q(first=gone) | Q(second=gone)):
        other = said.second_id if said.first_id == gone.pk else said.first_id
        said.delete()
        if other != keep.pk:
            first, second = sorted([keep.pk, other])
            Distinction.objects.get_or_create(
                first_id=first, second_id=second, defaults={"said_by": said.said_by, "said_at": said.said_at}
            )


def merge_copies(keep: Person, gone: Person) -> None:
    """A copy tells of one of the two entries alone: it goes, and the person asks for one of both."""
    copies.drop(copies=list(DataCopy.objects.filter(person=gone).values_list("pk", flat=True)))


def merge_erasures(keep: Person, gone: Person) -> None:
    """Who asked for one entry asked for the person: the request asked first stands, and is for both."""
    both = [keep.pk, gone.pk]
    for late in Erasure.objects.open().filter(person__in=both).order_by("asked_at", "pk")[1:]:
        erasing.take_back(erasure=late, by=None)
    for row in Erasure.objects.filter(person__in=both):
        row.person = keep
        if row.asked_by_id in both:
            row.asked_by, row.kind = keep, Erasure.Kind.OWN
        row.save(update_fields=["person", "asked_by", "kind"])


declare(
    Distinction,
    owner="first",
    label=_("answers to “Is this you?”"),
    fields={
        "said_at": Held(
            purpose=_("Not to ask again whether two people of one address are the same"),
            audience=_("Nobody; the two are simply not offered for merging"),
            retention=_("As long as both are known"),
            export=False,
            label=_("day it was said"),
        )
    },
    merge=merge_distinctions,
    on_erase="delete",
    known_until=GOES_ALONG,
)

declare(
    DataCopy,
    owner="person",
    label=_("copies of one’s data"),
    fields={
        "file": Held(
            purpose=_("To hand the person what is held about them"),
            audience=THE_PERSON,
            retention=_("Seven days"),
            # A copy of copies would never end.
            export=False,
            label=_("the copy itself"),
        ),
        "asked_at": Held(
            purpose=_("To make one copy at a time, and three a day"),
            audience=THE_PERSON,
            retention=_("Seven days"),
        ),
        "downloaded_at": Held(
            purpose=_("To let the person notice a download that was not theirs"),
            audience=THE_PERSON,
            retention=_("Seven days"),
        ),
    },
    not_personal=("language", "ready_at", "size_bytes"),
    merge=merge_copies,
    on_erase="delete",
    known_until=GOES_ALONG,
)

declare(
    Erasure,
    owner="person",
    label=_("requests for erasure"),
    fields={
        "asked_at": Held(
            purpose=_("To erase on the day that was said, and to prove that it was done"),
            audience=_("The person, whoever asked for them, and the privacy officers"),
            retention=_("As long as a backup may bring the person back"),
            stays=_("That you were erased must be known, or a restored backup would bring you back; it names nobody"),
            label=_("day it was asked for"),
        ),
    },
    not_personal=("kind", "channel", "due_at", "held_by", "taken_back_at", "done_at"),
    merge=merge_erasures,
    known_until=GOES_ALONG,
)

declare(
    RetentionRule,
    owner="set_by",
    label=_("decisions about the retention schedule"),
    fields={},
    not_personal=("code", "organisation", "days", "reason", "set_at"),
    known_until=GOES_ALONG,
)


# ------------------------------------------------------------------ how long


def forget_guests(people: Sequence[Person], cut_off: datetime) -> int:
    return sum(erasing.forget_guest(person=person, before=cut_off) for person in people)


def members_to_warn(before: datetime) -> QuerySet[Person]:
    """Quiet for so long that, in thirty days, they will have been for as long as the schedule says."""
    return rules.quiet_members(before + WARNED_BEFORE)


def warn_members(people: Sequence[Person], _cut_off: datetime) -> int:
    for person in people:
        erasing.plan_by_schedule(person=person, due_at=timezone.now() + WARNED_BEFORE)
    return len(people)


keep(
    Keep(
        code="privacy.copies",
        model=DataCopy,
        label=_("copies of one’s data"),
        since=_("the moment it was ready"),
        days=settings.COPY_DAYS,
        due=lambda before: DataCopy.objects.filter(ready_at__lt=before),
        then="delete",
        longest=settings.COPY_DAYS,
    )
)
keep(
    Keep(
        code="privacy.guests",
        model=Person,
        label=_("people without a login: everything about them"),
        since=_("the last event they were registered for"),
        days=GUEST_DAYS,
        due=rules.quiet_guests,
        then=forget_guests,
        batch=20,
    )
)
keep(
    Keep(
        code="privacy.members",
        model=Person,
        label=_("people with a login: everything about them; warned 30 days before"),
        since=_("the last thing they took part in, or their last sign-in"),
        days=3 * 365,
        due=members_to_warn,
        then=warn_members,
        batch=20,
    )
)
