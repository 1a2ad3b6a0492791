from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class RoundsConfig(AppConfig):
    """Rounds: the engine proposes pairs over a snapshot, a person looks, changes and decides."""

    name = "network.pairing.rounds"
    label = "rounds"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.fit.apart import excluded
        from network.pairing.rounds import beside, fitting
        from network.pairing.rounds.rules import COUNTING_ROLES, REVIEWING_ROLES

        excluded(fitting.excluded_in)
        beside.register()
        workspace.add("main", 17, pgettext_lazy("navigation", "Rounds"), "rounds:rounds", roles=REVIEWING_ROLES)
        workspace.add(
            "main", 46, pgettext_lazy("navigation", "Who is paired, who waits"), "rounds:by_group", roles=COUNTING_ROLES
        )
