from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    """Phones at the doors that work without network."""

    name = "events.devices"
    label = "devices"

    def ready(self) -> None:
        from core import workspace
        from events.devices import overview, receivers  # noqa: F401  (connects them)
        from events.doors import beside
        from events.doors.rules import RUNNERS

        workspace.add("event", 54, _("Door devices"), "devices:devices", roles=RUNNERS)
        beside.watch_devices(overview.on_the_desk)
