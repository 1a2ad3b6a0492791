"""Where private files lie: out of reach of any address, under names that say nothing."""

import secrets
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage, storages
from django.utils.deconstruct import deconstructible

#: Alias in STORAGES; a larger site puts another storage (S3-compatible, bucket without public access) behind it.
ALIAS = "private"


class NoAddress:
    """A storage whose files have no URL: they are only handed out by a view that asked who wants them."""

    def url(self, name: str | None) -> str:
        raise ValueError("Private files have no address; a view serves them (core.files.serve).")


@deconstructible(path="core.files.storage.PrivateStorage")
class PrivateStorage(NoAddress, FileSystemStorage):
    """Files under PRIVATE_ROOT, readable by the account of the site alone."""

    def __init__(self, **options: Any) -> None:
        given = {"location": settings.PRIVATE_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        super().__init__(**{**given, **options})


class PrivateMemory(NoAddress, InMemoryStorage):
    """The same promise without a disk, for tests."""


def private() -> Storage:
    """The storage behind the alias."""
    return storages[ALIAS]


def new_name(folder: str) -> str:
    """A name nobody can guess, and that says nothing but which kind of file it is."""
    token = secrets.token_hex(20)
    return f"{folder}/{token[:2]}/{token}"
