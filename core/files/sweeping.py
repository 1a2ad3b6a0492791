"""At night, files that no row names are thrown away."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import Storage
from django.db.models import Model
from django.utils import timezone

from core.files.fields import PrivateFileField, private_fields
from core.files.storage import private

log = logging.getLogger("maillage.files")

#: A file is written before the row that names it is committed; a day is longer than any transaction.
GRACE = timedelta(days=1)
#: Names asked about at once.
BATCH = 500


def sweep(now: datetime | None = None, *, among: Iterable[type[Model]] | None = None) -> int:
    """Delete the files that no row (``among`` these models; all, if none are given) names and that are older than a day; how many.

    Cost: 1 query per 500 files and field. Safe to be done twice, and beside people who upload.
    """
    storage = private()
    before = (now or timezone.now()) - GRACE
    names = _names(storage)
    fields = list(private_fields(among))
    swept = 0
    while batch := list(islice(names, BATCH)):
        named = _named(batch, fields)
        for name in batch:
            if name not in named and _is_older(storage, name, before):
                storage.delete(name)
                swept += 1
    if swept:
        log.info("%d private files without a row were deleted", swept)
    return swept


def _named(names: list[str], fields: list[PrivateFileField]) -> set[str]:
    """Those of the names that a row has."""
    found: set[str] = set()
    for field in fields:
        rows = field.model._base_manager.filter(**{f"{field.attname}__in": names})
        found.update(rows.values_list(field.attname, flat=True))
    return found


def _names(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(files))
    for inner in sorted(folders):
        yield from _names(storage, f"{prefix}{inner}")


def _is_older(storage: Storage, name: str, before: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < before
    except FileNotFoundError:
        # Deleted with its row since the folder was read.
        return False
