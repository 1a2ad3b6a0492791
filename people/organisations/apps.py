from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "people.organisations"
    label = "organisations"

    def ready(self) -> None:
        from core import workspace
        from people.organisations.rules import WORKING_ROLES

        workspace.add("main", 30, _("Organisations"), "organisations:list", roles=WORKING_ROLES)
