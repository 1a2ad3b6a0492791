"""Where copies lie until they are downloaded: never among the media, never under an address of their own."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, InvalidStorageError, Storage, storages


def private_storage() -> Storage:
    """The house's storage for private files; a folder of this machine where none is set up."""
    try:
        return storages["private"]
    except InvalidStorageError:
        return FileSystemStorage(location=settings.PRIVATE_ROOT)
