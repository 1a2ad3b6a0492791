from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PoolConfig(AppConfig):
    """People who are ready to be met, and how organisations hand them over."""

    name = "people.pool"
    label = "pool"

    def ready(self) -> None:
        from core import navigation, workspace
        from people.participants.models.card import shown_because
        from people.pool import counting, endings, morning, ready, receivers, sections, waiting  # noqa: F401  (receivers connects them)
        from people.pool.models.handover import waits_for_its_receiver
        from people.pool.rules import PARTNERS, WATCHING_ROLES, WORKING_ROLES
        from people.pool.searching import found_among_partners

        navigation.add("more", 50, pgettext_lazy("navigation", "Candidate bank"), "pool:public_counts")
        workspace.add("main", 12, pgettext_lazy("navigation", "People ready"), "pool:people", roles=WORKING_ROLES)
        workspace.add("main", 14, _("Handovers"), "pool:handovers", roles=WATCHING_ROLES)
        workspace.add("main", 45, _("Who is ready to meet you"), "pool:partner_counts", roles=PARTNERS)
        shown_because(waits_for_its_receiver)
        shown_because(found_among_partners)
        ready.provide(counting.everybody_ready)
        morning.register()
        sections.register()
        endings.register()
        waiting.register()
