from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class RoundsConfig(AppConfig):
    """Rounds: the engine proposes pairs over a snapshot, a person looks, changes and decides."""

    name = "network.pairing.rounds"
    label = "rounds"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.fit.apart import excluded
        from network.pairing.rounds import beside, fitting, morning
        from network.pairing.rounds.rules import COUNTING_ROLES, REVIEWING_ROLES, reviews_somewhere

        excluded(fitting.excluded_in)
        beside.register()
        morning.register()
        rounds = pgettext_lazy("navigation", "Rounds")
        workspace.add("main", 52, rounds, "rounds:rounds", roles=REVIEWING_ROLES, for_user=reviews_somewhere)
        workspace.add(
            "main", 63, pgettext_lazy("navigation", "Who is paired, who waits"), "rounds:by_group", roles=COUNTING_ROLES
        )
