from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CaseworkerConfig(AppConfig):
    """The day of caseworkers and of the coordination: who and what waits, since when and for what."""

    name = "desks.caseworker"
    label = "caseworker"

    def ready(self) -> None:
        from core import workspace
        from desks.caseworker.rules import MORNING_ROLES, has_a_morning
        from people.participants.rules import WORKING_ROLES

        morning = pgettext_lazy("caseworker", "This morning")
        workspace.add("main", 2, morning, "caseworker:morning", roles=MORNING_ROLES, for_user=has_a_morning)
        workspace.add("main", 4, pgettext_lazy("list", "People"), "caseworker:people", roles=WORKING_ROLES)
