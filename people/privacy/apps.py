from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PrivacyConfig(AppConfig):
    name = "people.privacy"
    label = "privacy"

    def ready(self) -> None:
        from core import navigation, workspace
        from people.privacy import receivers  # noqa: F401  (connects them)
        from people.privacy.models import GUARDIANS

        # What stands against erasing somebody, room by room.
        autodiscover_modules("holds")
        navigation.add("account", 8, _("My data"), "privacy:mine")

        workspace.heading("main", 80, pgettext_lazy("workspace", "Personal information"))
        workspace.add("main", 80, _("Join two entries"), "privacy:search", roles=GUARDIANS)
        workspace.add("main", 81, _("What is held about people"), "privacy:register", roles=GUARDIANS)
        workspace.add("main", 82, _("Retention schedule"), "privacy:schedule", roles=GUARDIANS)
        workspace.add("main", 83, _("Erasures"), "privacy:erasures", roles=GUARDIANS)
