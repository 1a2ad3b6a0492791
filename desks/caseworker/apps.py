from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CaseworkerConfig(AppConfig):
    """The caseworker's day: who waits, since when and for what."""

    name = "desks.caseworker"
    label = "caseworker"

    def ready(self) -> None:
        from core import workspace
        from people.participants.rules import WORKING_ROLES

        workspace.add("main", 2, pgettext_lazy("caseworker", "This morning"), "caseworker:morning", roles=WORKING_ROLES)
        workspace.add("main", 4, pgettext_lazy("list", "People"), "caseworker:people", roles=WORKING_ROLES)
