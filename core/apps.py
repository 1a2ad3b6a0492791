from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from core import workspace


class CoreConfig(AppConfig):
    """Ground floor: what every room stands on; it speaks no word of a programme."""

    name = "core"

    def ready(self) -> None:
        from core import checks  # noqa: F401  (registers the house's rules about models)

        workspace.add(
            "main", 99, _("Gallery of components"), "core:gallery", roles=["editor", "administrator", "organiser"]
        )
        # Each room declares what it holds about people, the mails it sends, the work that falls due, its live topics, what is
        # searched, and how what was taken back is taken back again after a restore.
        autodiscover_modules("personal", "emails", "due", "live", "audiences", "searchable", "taken_back")
