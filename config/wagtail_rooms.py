"""Rooms of Wagtail without the interface for programs that each of them adds to as it is loaded.

The house mounts no address of it, and what it is made of (models of every page, picture and document for django-ninja and
pydantic) would cost each process 15 MB. ``tests/core/test_worker.py`` holds that it stays out.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


def _nothing(*_arguments: Any, **_options: Any) -> None:
    """What these rooms would add there."""


class _Deaf:
    """Takes what is added, and keeps nothing."""

    add_router = staticmethod(_nothing)


@contextmanager
def without_interface(room: str) -> Iterator[None]:
    """While it lasts, what ``room`` imports of Wagtail's interface is empty; afterwards whoever asks for it gets the real one."""
    registry = {"register_content_types": _nothing}
    empty: dict[str, dict[str, Any]] = {
        "wagtail.api.v3": {},
        "wagtail.api.v3.api": {"api": _Deaf},
        f"{room}.api.v3": registry,
        f"{room}.api.v3.registry": registry,
        f"{room}.api.v3.router": {"router": None},
    }
    before = {name: sys.modules[name] for name in empty if name in sys.modules}
    for name, holds in empty.items():
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(holds)
    try:
        yield
    finally:
        for name in empty:
            del sys.modules[name]
        sys.modules.update(before)


class Documents(WagtailDocsAppConfig):
    def ready(self) -> None:
        with without_interface(self.name):
            super().ready()


class Images(WagtailImagesAppConfig):
    def ready(self) -> None:
        with without_interface(self.name):
            super().ready()


class Snippets(WagtailSnippetsAppConfig):
    def ready(self) -> None:
        with without_interface(self.name):
            super().ready()
