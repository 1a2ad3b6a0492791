"""Wagtail's menus without what this house keeps elsewhere: logins and groups are the accounts room's."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

CLOSED = {"users", "groups"}


@hooks.register("construct_settings_menu")  # type: ignore[untyped-decorator]  # Wagtail is not typed
def no_logins_nor_groups(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED]
