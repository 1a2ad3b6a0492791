from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FiguresConfig(AppConfig):
    """What pairing brings about, counted, with the list behind each number. It keeps no rows of its own."""

    name = "network.pairing.figures"
    label = "pairing_figures"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.figures.rules import READING_ROLES

        workspace.add(
            "main", 61, pgettext_lazy("navigation", "Figures of pairing"), "pairing_figures:page", roles=READING_ROLES
        )
