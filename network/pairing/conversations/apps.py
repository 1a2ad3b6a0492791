from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    """What the two of a match write to each other: in the browser, and by mail through addresses of ours."""

    name = "network.pairing.conversations"
    label = "conversations"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.conversations import live, morning, receivers, sections, waiting  # noqa: F401  (they register themselves)
        from network.pairing.conversations.rules import COORDINATING_ROLES

        workspace.add("main", 57, _("Reported messages"), "conversations:reports", roles=COORDINATING_ROLES)
        morning.register()
        sections.register()
        waiting.register()
