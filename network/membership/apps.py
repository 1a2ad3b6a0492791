from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MembershipConfig(AppConfig):
    name = "network.membership"
    label = "membership"

    def ready(self) -> None:
        from core import navigation, workspace
        from network.membership.rules import WORKING_ROLES

        navigation.add("main", 40, pgettext_lazy("navigation", "Leaders diversité"), "membership:list")
        workspace.add("main", 40, _("Memberships"), "membership:work", roles=WORKING_ROLES)
