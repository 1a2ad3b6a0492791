from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingEditionsConfig(AppConfig):
    """How an edition pairs: formats, defaults, weights of the score, and who reviews."""

    name = "network.pairing.editions"
    label = "pairing"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.editions import beside, receivers  # noqa: F401  (receivers connects them)
        from network.pairing.editions.rules import WORKING_ROLES

        workspace.heading("main", 50, _("Professional pairing"))
        workspace.add("main", 58, _("Editions that pair"), "pairing:editions", roles=WORKING_ROLES)
        beside.register()
