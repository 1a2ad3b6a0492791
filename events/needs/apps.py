from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    """What people with a seat wish in order to take part, and what they eat: asked apart, served, then erased."""

    name = "events.needs"
    label = "needs"

    def ready(self) -> None:
        from core import workspace
        from events.agenda.rules import WORKSPACE_ROLES
        from events.needs import receivers  # noqa: F401  (connects them)
        from events.needs.beside import needs_aside
        from events.registration.asides import on_the_page

        on_the_page(needs_aside)
        workspace.add("event", 25, _("Needs and meals"), "needs:prepare", roles=WORKSPACE_ROLES)
