from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class GatheringsConfig(AppConfig):
    """Group sessions: dates that candidates register for, in place of a match."""

    name = "network.pairing.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.gatherings import morning, receivers, waiting  # noqa: F401  (receivers connects them)
        from network.pairing.gatherings.rules import WORKING_ROLES, any_edition_has_groups

        workspace.add(
            "main",
            55,
            pgettext_lazy("navigation", "Group sessions"),
            "gatherings:list",
            roles=WORKING_ROLES,
            applies=lambda _event: any_edition_has_groups(),
        )
        morning.register()
        waiting.register()
