from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """What people agreed to: one row a purpose, with the wording they read, and when it ended."""

    name = "people.consent"
    label = "consent"

    def ready(self) -> None:
        from core import navigation
        from people.consent import checks  # noqa: F401  (registers it)

        autodiscover_modules("purposes")
        navigation.add("account", 40, _("My consents"), "consent:mine")
