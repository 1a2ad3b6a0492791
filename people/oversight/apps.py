from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Who read whose file, what went wrong with personal data, and who answers for it in each organisation."""

    name = "people.oversight"
    label = "oversight"

    def ready(self) -> None:
        from core import alerts, navigation, workspace
        from people.oversight import vigilance
        from people.oversight.models import OVERSEERS

        alerts.provide(vigilance.alerts)
        navigation.add("account", 50, _("Who saw my file"), "oversight:who_read_mine")
        navigation.add("legal", 20, _("Who answers for your data"), "oversight:policies")
        workspace.add("main", 82, _("Who read what"), "oversight:read_log", roles=OVERSEERS)
        workspace.add("main", 83, _("Confidentiality incidents"), "oversight:incident_list", roles=OVERSEERS)
        workspace.add("main", 84, _("Privacy officers and policies"), "oversight:policy_list", roles=OVERSEERS)
