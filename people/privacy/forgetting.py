"""How rows are forgotten: overwritten or taken away as the register says, with their files and the mails about them."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import connection, transaction
from django.db.models import EmailField, FileField, Model, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from core import asked, personal, search, trouble
from core.folding import fold
from core.outbox import Mail, upkeep
from people.accounts.models import Address, Person, User

log = logging.getLogger("maillage.privacy")

#: Rows overwritten by one UPDATE.
BATCH = 100
#: Letters to somebody who takes part leave in a stream of their own, whatever they are about: "participants/12".
LETTERS = "participants"
#: A name shorter than this is a word of many letters.
SHORTEST_NAME = 5
#: So many letters of a name, typed to search by, may mean the one who has it.
TELLING = 3


# ------------------------------------------------------------------ rows


def blank(entry: personal.Declaration, rows: Iterable[Model], names: Sequence[str] = (), **along: Any) -> int:
    """Overwrite the fields (all declared ones if none is named) as the register says; the number of rows that changed.

    Rows that hold nothing any more are not touched, so append-only tables bear it. ``along`` is written besides.
    Files go once this is committed. Cost: 1 query for each 100 rows and set of fields.
    """
    changed: dict[tuple[str, ...], list[Model]] = defaultdict(list)
    for row in rows:
        different = [name for name in names or entry.fields if _write(entry, row, name)]
        for name, value in along.items():
            setattr(row, name, value)
        if different or along:
            changed[tuple(sorted({*different, *along}))].append(row)
    for fields, alike in changed.items():
        single = [name for name in fields if not entry.model._meta.get_field(name).many_to_many]
        if single:
            entry.model._base_manager.bulk_update(alike, single, batch_size=BATCH)
    return sum(len(alike) for alike in changed.values())


def _write(entry: personal.Declaration, row: Model, name: str) -> bool:
    """Put what erasure leaves in the field of this row; whether that is a change."""
    field, held = entry.model._meta.get_field(name), entry.fields[name]
    if held.stays:
        return False
    if field.many_to_many:
        related = getattr(row, name)
        was_any = bool(related.exists())
        related.clear()
        return was_any
    old, new = getattr(row, getattr(field, "attname", name)), held.erased(row, name)
    if isinstance(field, FileField):
        drop_file(field.storage, old.name or "")
        old = old.name or ""
    if old == new:
        return False
    setattr(row, name, new)
    return True


def delete(entry: personal.Declaration, pks: Collection[Any]) -> int:
    """Take rows away, and their files once this is committed; how many. Cost: 2 queries and what cascades."""
    rows = entry.model._base_manager.filter(pk__in=pks)
    for field in _file_fields(entry.model):
        for name in rows.exclude(**{field.name: ""}).values_list(field.name, flat=True):
            drop_file(field.storage, name or "")
    rows.delete()
    return len(pks)


def _file_fields(model: type[Model]) -> list["FileField"]:
    return [field for field in model._meta.concrete_fields if isinstance(field, FileField)]


def drop_file(storage: Storage, name: str) -> None:
    """Delete a file once the transaction is committed; a file that is gone already is as good."""
    if name:
        transaction.on_commit(partial(_delete_file, storage, name))


def _delete_file(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except OSError as error:
        # The row is forgotten; whoever keeps the files must know that one is left. Its name says nothing.
        log.error("a file of the %s was not deleted: %s", type(storage).__name__, trouble.named(error))


# ------------------------------------------------------------------ a whole person


def forget(people: Sequence[int]) -> dict[str, int]:
    """Forget these Persons, the first and the entries merged into them: rows, files, mails, search, and what staff searched by.

    Row counts by kind. In the caller's transaction, which holds the Persons. Cost: 4 to 6 queries a declared model, and
    every session read once.
    """
    entries = [entry for entry in personal.declarations() if entry.owner is not None]
    with _overwritten():
        rows = {entry.code: _keys_of(entry, people) for entry in entries}
        addresses, words = _ways_to_reach(entries, people), _names_of(people)
        means_them = _meaning(_called(entries, people), addresses)
        for entry in entries:
            if entry.leave is not None:
                entry.leave(people)
        # What was ended just now may have made rows and mails of its own.
        rows = {entry.code: rows[entry.code] | _keys_of(entry, people) for entry in entries}
        for entry in entries:
            _forget_rows(entry, rows[entry.code])
        forget_mails(people=people, rows=rows, addresses=addresses, words=words | addresses)
        _forget_in_search(people)
        asked.drop(means_them)
    return {code: len(keys) for code, keys in rows.items() if keys}


def _keys_of(entry: personal.Declaration, people: Sequence[int]) -> set[Any]:
    return set(entry.of_people(people).values_list("pk", flat=True))


def _forget_rows(entry: personal.Declaration, keys: Collection[Any]) -> None:
    if not keys:
        return
    if entry.on_erase == "delete":
        delete(entry, keys)
        return
    rows = entry.model._base_manager.filter(pk__in=keys).order_by("pk")
    if entry.owner == "":
        # A Person without a name is an erased one, so the two are written at once.
        blank(entry, rows, erased_at=timezone.now())
    else:
        blank(entry, rows)


def _ways_to_reach(entries: Iterable[personal.Declaration], people: Sequence[int]) -> set[str]:
    """Every address that a declared row of theirs holds. Cost: 1 query a model with one."""
    found: set[str] = set()
    for entry in entries:
        for name in entry.fields:
            if isinstance(entry.model._meta.get_field(name), EmailField):
                found.update(entry.of_people(people).values_list(name, flat=True))
    return {Address.normalise(email) for email in found if email and not email.endswith(".invalid")}


def _names_of(people: Sequence[int]) -> set[str]:
    names = Person.objects.filter(pk__in=people).values_list("name", flat=True)
    return {name for name in names if len(name) >= SHORTEST_NAME}


def _called(entries: Iterable[personal.Declaration], people: Sequence[int]) -> set[str]:
    """Every name that a declared row of theirs holds, as it stands on a ticket or a file. Cost: 1 query a model with one."""
    named = [entry for entry in entries if "name" in entry.fields]
    return {str(name) for entry in named for name in entry.of_people(people).values_list("name", flat=True) if name}


def _meaning(names: Iterable[str], addresses: Iterable[str]) -> Callable[[str], bool]:
    """Whether what somebody typed may mean who is called and reached so: a part of a name or of an address is enough."""
    parts = {part for name in names for part in fold(name).split()}
    parts |= {part for email in addresses for part in fold(email.partition("@")[0]).split()}

    def means_them(typed: str) -> bool:
        return any(
            word == part or (min(len(word), len(part)) >= TELLING and (word in part or part in word))
            for word in fold(typed).split()
            for part in parts
        )

    return means_them


def _forget_in_search(people: Sequence[int]) -> None:
    search.forget_owner(*people)


@contextmanager
def _overwritten() -> Iterator[None]:
    """On SQLite, what is deleted or replaced meanwhile is overwritten with zeros in the file."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        before = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA secure_delete = 1")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA secure_delete = {before}")


# ------------------------------------------------------------------ mails


def forget_mails(
    *,
    people: Sequence[int],
    rows: Mapping[str, Collection[Any]],
    addresses: Collection[str],
    words: Collection[str],
) -> int:
    """Forget mails to these addresses, about these rows, or that left and quote one of these words; how many.

    At an address that somebody else shares, what is about a row of theirs stays. What still waits for somebody else
    leaves, and is forgotten with the outbox's own 30 days.
    """
    unpurged = Mail.objects.filter(purged_at=None)
    shared = shared_with_others(addresses, people)
    found = set(unpurged.filter(recipient__in=set(addresses) - shared).values_list("pk", flat=True))
    for code, keys in rows.items():
        about = unpurged.filter(object_type=code, object_id__in=[str(key) for key in keys])
        found.update(about.values_list("pk", flat=True))
    if shared:
        others = others_at(shared, people)
        mails = unpurged.filter(recipient__in=shared).exclude(pk__in=found)
        found.update(mail.pk for mail in mails if not is_about(mail, others))
    found.update(_quoting(words).values_list("pk", flat=True))
    keys = sorted(found)
    for start in range(0, len(keys), 500):
        upkeep.forget(Mail.objects.filter(pk__in=keys[start : start + 500]))
    return len(keys)


def _quoting(words: Collection[str]) -> Any:
    """Mails that have left, whoever they went to, and quote one of the words in full."""
    wanted = Q(pk__in=[])
    for word in words:
        # As JSON may write it, too: accents as escapes.
        escaped = json.dumps(word)[1:-1]
        wanted |= Q(body__icontains=word) | Q(subject__icontains=word)
        wanted |= Q(facts__icontains=word) | Q(facts__icontains=escaped)
    left = Mail.objects.filter(purged_at=None).exclude(state=Mail.State.QUEUED)
    return left.annotate(facts=Cast("payload", TextField())).filter(wanted)


def others_at(addresses: Collection[str], people: Sequence[int]) -> list[int]:
    """Persons whom one of the addresses reaches too. Cost: 2 queries."""
    known = Address.objects.filter(email__in=addresses).exclude(person__in=people)
    logins = User.objects.filter(email__in=addresses).exclude(person__in=people)
    return sorted({*known.values_list("person", flat=True), *logins.values_list("person", flat=True)})


def shared_with_others(addresses: Collection[str], people: Sequence[int]) -> set[str]:
    """Those of the addresses that reach other Persons, too. Cost: 2 queries."""
    known = Address.objects.filter(email__in=addresses).exclude(person__in=people)
    logins = User.objects.filter(email__in=addresses).exclude(person__in=people)
    return {*known.values_list("email", flat=True), *logins.values_list("email", flat=True)}


def is_about(mail: Mail, people: Sequence[int]) -> bool:
    """Whether the mail is about a row of one of these Persons, or of letters to one of them. Cost: 1 query."""
    if mail.stream in {f"{LETTERS}/{person}" for person in people}:
        return True
    try:
        entry = personal.of(apps.get_model(mail.object_type)) if mail.object_type else None
    except LookupError:
        return False
    if entry is None or entry.owner is None:
        return False
    return bool(entry.of_people(people).filter(pk=mail.object_id).exists())
