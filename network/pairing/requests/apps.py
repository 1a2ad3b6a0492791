from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """What candidates ask for, and their place in the queue."""

    name = "network.pairing.requests"
    label = "requests"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.editions.sides import counted
        from network.pairing.requests import counting, endings, morning, receivers, sections, waiting  # noqa: F401  (receivers connects them)
        from network.pairing.requests.rules import WATCHING_ROLES

        workspace.add("main", 50, _("Requests for a match"), "requests:list", roles=WATCHING_ROLES)
        counted(counting.requests)
        endings.register()
        morning.register()
        sections.register()
        waiting.register()
