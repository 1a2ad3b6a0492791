"""A copy of one's own data: asked for, made by the worker, downloaded, and gone after a week."""

from dataclasses import dataclass
from datetime import timedelta
from tempfile import SpooledTemporaryFile

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, clock, outbox
from core.files.storage import private
from core.refusals import Refusal
from people.accounts.models import Person
from people.privacy import bundle, erasing, forgetting
from people.privacy.models import DataCopy

#: Kinds of due work: making a copy, and taking it away again.
MAKE, DROP = "privacy.copy", "privacy.copy_gone"
#: Copies a person may ask for within 24 hours.
A_DAY = 3
#: Bytes of a copy that stay in memory while it is made.
IN_MEMORY = 4 * 1024 * 1024


class TooManyCopies(Refusal):
    message = _(
        "You have asked for three copies in the last 24 hours. The latest one is still here; ask again tomorrow."
    )


class PersonGone(Refusal):
    message = _("This entry was erased, or joined to another one: there is nothing to copy any more.")


@transaction.atomic
def ask(*, person: Person, language: str) -> DataCopy:
    """Have a copy made by the worker, who takes it up within seconds; while one is in the making, that one is answered.

    Cost: 7 queries. Raises TooManyCopies, PersonGone.
    """
    # The lock keeps an erasure and a merge out until this is done: what the caller read may be old.
    if not Person.objects.current().select_for_update(of=("self",)).filter(pk=person.pk).exists():
        raise PersonGone
    making = DataCopy.objects.in_the_making().filter(person=person)
    if there := making.first():
        return there
    since = timezone.now() - timedelta(days=1)
    if DataCopy.objects.filter(person=person, asked_at__gt=since).count() >= A_DAY:
        raise TooManyCopies
    try:
        # The constraint decides which of two requests is first.
        with transaction.atomic():
            copy = DataCopy.objects.create(person=person, language=language)
    except IntegrityError:
        return DataCopy.objects.filter(person=person).latest("asked_at")
    clock.schedule(MAKE, str(copy.pk), due_at=copy.asked_at, payload={"copy": copy.pk})
    audit.record("person.copy_asked", copy, by=person, values={"person": person.pk})
    return copy


@dataclass(frozen=True)
class Packed:
    """A file of the private storage that no row names yet: the copy it is for, and whose data it holds."""

    copy: int
    person: int
    file: str
    size_bytes: int


def make(*, copy_pk: int) -> bool:
    """Pack and keep; False if it is made already or no longer wanted."""
    packed = pack(copy_pk=copy_pk)
    return packed is not None and keep(packed=packed)


def pack(*, copy_pk: int) -> Packed | None:
    """Write the file, outside any transaction: it may take a minute. None if it is made already or no longer wanted.

    A file that nobody keeps is an orphan of the private storage, which is swept. Cost: as ``bundle.tables``, and 1 query.
    """
    copy = DataCopy.objects.in_the_making().filter(pk=copy_pk).select_related("person").first()
    if copy is None:
        return None
    with SpooledTemporaryFile(max_size=IN_MEMORY) as parcel:
        bundle.write(copy.person, copy.language, parcel)
        size_bytes = parcel.tell()
        parcel.seek(0)
        copy.file.save("copy.zip", File(parcel), save=False)
    return Packed(copy.pk, copy.person_id, str(copy.file.name), size_bytes)


@transaction.atomic
def keep(*, packed: Packed) -> bool:
    """The row that names the file, and the letter that says it is there. Cost: 8 queries.

    False, and the file goes, where the person was erased or joined to another entry while it was packed, or somebody
    else packed it first.
    """
    # The lock keeps an erasure out until the row names the file, so that the one takes the other along.
    is_there = Person.objects.current().select_for_update(of=("self",)).filter(pk=packed.person).exists()
    wanted = DataCopy.objects.in_the_making().filter(pk=packed.copy, person=packed.person)
    copy = wanted.select_related("person").first()
    if not is_there or copy is None:
        forgetting.drop_file(private(), packed.file)
        return False
    copy.file.name, copy.size_bytes, copy.ready_at = packed.file, packed.size_bytes, timezone.now()
    copy.save(update_fields=["file", "size_bytes", "ready_at"])
    if until := copy.kept_until:
        clock.schedule(DROP, str(copy.pk), due_at=until, payload={"copy": copy.pk})
    if email := erasing.address_of(copy.person):
        outbox.post(
            "privacy/copy_ready",
            to=email,
            language=copy.language,
            key=str(copy.pk),
            about=copy,
            payload={"copy": copy.pk},
            best_before=copy.kept_until,
        )
    audit.record("person.copy_made", copy, by=None, values={"person": copy.person_id})
    return True


@transaction.atomic
def note_download(*, copy: DataCopy, by: Person) -> None:
    """Cost: 2 queries."""
    DataCopy.objects.filter(pk=copy.pk).update(downloaded_at=timezone.now())
    audit.record("person.copy_downloaded", copy, by=by, values={"person": copy.person_id})


@transaction.atomic
def drop(*, copies: list[int]) -> int:
    """Take copies away with their files; how many. Cost: 2 queries."""
    rows = DataCopy.objects.filter(pk__in=copies)
    for copy in rows:
        forgetting.drop_file(copy.file.storage, copy.file.name or "")
    return rows.delete()[0]
