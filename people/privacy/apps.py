from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "people.privacy"
    label = "privacy"

    def ready(self) -> None:
        from core import workspace
        from people.privacy import receivers  # noqa: F401  (connects them)
        from people.privacy.rules import GUARDIANS

        workspace.add("main", 80, _("Join two entries"), "privacy:search", roles=GUARDIANS)
        workspace.add("main", 81, _("What is held about people"), "privacy:register", roles=GUARDIANS)
