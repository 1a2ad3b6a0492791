from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Events of every kind: the public calendar, and the organiser's pages."""

    name = "events.agenda"
    label = "agenda"

    def ready(self) -> None:
        from core import navigation, workspace
        from events.agenda.rules import WORKSPACE_ROLES

        navigation.add("main", 20, _("Events"), "agenda:list")
        workspace.add("main", 20, _("Events"), "agenda:manage_list", roles=WORKSPACE_ROLES)
        workspace.add("event", 10, _("Overview"), "agenda:manage_event", roles=WORKSPACE_ROLES)
        workspace.heading("event", 20, _("Who comes"))
        workspace.heading("event", 30, _("The day itself"))
        workspace.heading("event", 60, _("Afterwards"))
        workspace.heading("event", 80, _("How people register"))
        workspace.add("event", 15, _("Sittings"), "agenda:sittings", roles=WORKSPACE_ROLES)
