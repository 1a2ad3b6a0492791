from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportConfig(AppConfig):
    """What became of an event, in figures that can be counted again."""

    name = "events.report"
    label = "report"

    def ready(self) -> None:
        from core import workspace
        from events.doors.rules import RUNNERS

        workspace.add("event", 75, _("Report"), "report:show", roles=RUNNERS)
