"""Who is told of an event, how, and who is not: each person once for each event, on paper where no e-mail reaches.

Nobody is registered by it: the letter leads to the event's page, and each decides for themself.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, outbox
from core.refusals import Refusal
from events.agenda.models import Event
from events.registration.models import Seat
from people.accounts.models import Person
from people.participants import writing
from people.participants.models import CaseFile, PaperLetter

TEMPLATE = "caseworker/invited"
#: People of one transaction, and of one look-up.
BATCH = 200
#: People of one invitation.
MOST = 2000


class TooMany(Refusal):
    message = _("The list holds over 2,000 people. Narrow it first: nobody was invited.")


class NotToCome(Refusal):
    message = _("This event has begun or was called off in the meantime. Nobody was invited.")


class OthersNow(Refusal):
    message = _("The list has changed since you saw it. Below is who would be told now: nobody was invited yet.")


@dataclass
class Sorted:
    """How many are told by mail and on paper, hold a seat already, or were told before."""

    mailed: int = 0
    on_paper: int = 0
    registered: int = 0
    told_before: int = 0

    @property
    def told(self) -> int:
        return self.mailed + self.on_paper

    def as_data(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, int]) -> "Sorted":
        return cls(**data)


@dataclass(frozen=True)
class Batch:
    """Files of one transaction, told apart."""

    by_mail: list[CaseFile]
    on_paper: list[CaseFile]
    registered: list[CaseFile]
    told_before: list[CaseFile]
    addresses: Mapping[int, str]


def events_for(events: Any) -> QuerySet[Event]:
    """Of events that the user sees, those that people can be invited to: published, to come, not called off."""
    found: QuerySet[Event] = events.public().upcoming().filter(cancelled_at=None, starts_at__gt=timezone.now())
    return found


def key_of(event: Event, person: int) -> str:
    """What makes it one letter for one person and one event, by mail or on paper."""
    return f"{event.pk}:{person}"


def seal_of(files: QuerySet[CaseFile]) -> str:
    """Tells these people from any others: who is told is who was shown. Cost: 1 query."""
    return _sealed(_keys(files))


def _sealed(keys: Sequence[int]) -> str:
    return hashlib.sha256(",".join(map(str, keys)).encode()).hexdigest()[:16]


def sort_out(files: QuerySet[CaseFile], event: Event) -> Sorted:
    """What an invitation would do now. Cost: 6 queries for 200 people."""
    total = Sorted()
    for pks in _slices(_keys(files)):
        _add(total, _told_apart(pks, event))
    return total


def invite(*, files: QuerySet[CaseFile], event: Event, by: Person, seal: str) -> Sorted:
    """Tell the people behind these files of an event, 200 in a transaction. What was sent before a stop stays sent, and is not sent again.

    ``seal``: of the files that were shown before it was confirmed (``seal_of``).

    Cost: 9 queries for 200 people. Raises TooMany, NotToCome, OthersNow.
    """
    if not events_for(Event.objects.filter(pk=event.pk)).exists():
        raise NotToCome
    keys = _keys(files)
    if len(keys) > MOST:
        raise TooMany
    if _sealed(keys) != seal:
        raise OthersNow
    total = Sorted()
    for pks in _slices(keys):
        with transaction.atomic():
            batch = _told_apart(pks, event)
            _post(batch, event)
            _add(total, batch)
            audit.record(
                "people.invited", event, by=by, values={"mailed": len(batch.by_mail), "paper": len(batch.on_paper)}
            )
    return total


def _add(total: Sorted, batch: Batch) -> None:
    total.mailed += len(batch.by_mail)
    total.on_paper += len(batch.on_paper)
    total.registered += len(batch.registered)
    total.told_before += len(batch.told_before)


def _keys(files: QuerySet[CaseFile]) -> list[int]:
    """One more than can be told where there are too many."""
    return list(files.order_by("pk").values_list("pk", flat=True)[: MOST + 1])


def _slices(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _told_apart(pks: Sequence[int], event: Event) -> Batch:
    files = list(CaseFile.objects.open().filter(pk__in=pks).select_related("person").order_by("pk"))
    people = {file.person_id for file in files}
    seated = set(Seat.objects.active().filter(event=event, person__in=people).values_list("person", flat=True))
    keys = {f"{TEMPLATE}:{key_of(event, person)}": person for person in people}
    before = {keys[key] for key in outbox.Mail.objects.filter(key__in=keys).values_list("key", flat=True)}
    before |= {keys[key] for key in PaperLetter.objects.filter(key__in=keys).values_list("key", flat=True)}
    addresses = writing.addresses_of(people)
    batch = Batch([], [], [], [], addresses)
    for file in files:
        if file.person_id in seated:
            batch.registered.append(file)
        elif file.person_id in before:
            batch.told_before.append(file)
        elif file.person_id in addresses:
            batch.by_mail.append(file)
        else:
            batch.on_paper.append(file)
    return batch


def _post(batch: Batch, event: Event) -> None:
    languages = writing.languages_for([*batch.by_mail, *batch.on_paper])
    outbox.post_all(
        outbox.draft(
            TEMPLATE,
            to=batch.addresses[file.person_id],
            language=languages[file.pk],
            key=key_of(event, file.person_id),
            about=event,
            payload={"organisation": file.organisation_id},
            stream=f"participants/{file.person_id}",
            priority=outbox.BULK,
            best_before=event.starts_at,
        )
        for file in batch.by_mail
    )
    PaperLetter.objects.bulk_create(
        [
            PaperLetter(
                case_file=file,
                key=f"{TEMPLATE}:{key_of(event, file.person_id)}",
                template=TEMPLATE,
                language=languages[file.pk],
                object_id=str(event.pk),
                payload={"organisation": file.organisation_id},
            )
            for file in batch.on_paper
        ],
        ignore_conflicts=True,
    )
