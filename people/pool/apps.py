from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PoolConfig(AppConfig):
    """People who are ready to be met, and how organisations hand them over."""

    name = "people.pool"
    label = "pool"

    def ready(self) -> None:
        from core import navigation, workspace
        from people.pool.rules import PARTNERS

        navigation.add("more", 50, pgettext_lazy("navigation", "Candidate bank"), "pool:public_counts")
        workspace.add("main", 45, _("Who is ready to meet you"), "pool:partner_counts", roles=PARTNERS)
