"""The demonstration starts from the starter content."""

from types import SimpleNamespace

from cms.pages import starter


def seed(world: SimpleNamespace) -> None:
    starter.load()
