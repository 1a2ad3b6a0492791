"""A model's private file: named by chance, gone with its row."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete

from core.files.storage import new_name, private


class PrivateFileField(models.FileField):
    """A file of the private storage. ``folder`` names the kind of file ("cv"); what the person called it is another field.

    When the row is deleted, so is the file, once that is committed. A file that an action replaces or blanks is given to
    :func:`discard`. What neither reaches (a transaction that was rolled back, a kill) is swept at night.
    """

    def __init__(self, *args: Any, folder: str = "", **options: Any) -> None:
        self.folder = folder
        options |= {"upload_to": self.name_for}
        options.setdefault("max_length", 120)
        super().__init__(*args, **options)

    @property
    def storage(self) -> Storage:
        """Whatever the alias stands for now; Django would remember what it stood for at the start."""
        return private()

    @storage.setter
    def storage(self, _given: Storage) -> None:
        pass

    def name_for(self, _instance: models.Model, _filename: str) -> str:
        return new_name(self.folder)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("storage", None)  # Django says it of any storage that is not the default
        options.pop("upload_to", None)
        return name, path, args, {**options, "folder": self.folder, "max_length": self.max_length}

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **options: Any) -> None:
        super().contribute_to_class(cls, name, *args, **options)
        if not cls._meta.abstract:
            post_delete.connect(self._discard, sender=cls, weak=True)

    def _discard(self, instance: models.Model, **_sent: Any) -> None:
        discard(getattr(instance, self.attname))


def discard(file: FieldFile) -> None:
    """Delete the file once the transaction is committed, whatever becomes of the row. Nothing happens if there is none."""
    if file.name:
        transaction.on_commit(partial(_delete, file.storage, file.name), robust=True)


def _delete(storage: Storage, name: str) -> None:
    storage.delete(name)


def private_fields(among: Iterable[type[models.Model]] | None = None) -> Iterator[PrivateFileField]:
    """Every private file field of these models; of every model of the site if none are given."""
    for model in apps.get_models(include_auto_created=True) if among is None else among:
        yield from (field for field in model._meta.concrete_fields if isinstance(field, PrivateFileField))
