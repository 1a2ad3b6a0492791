from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IndicatorsConfig(AppConfig):
    name = "indicators"
    label = "indicators"

    def ready(self) -> None:
        from core import workspace
        from events.report import counting
        from indicators import of_event, pairing, plan, sessions  # noqa: F401  (they enter the registry)
        from indicators.views import READERS

        counting.also(of_event.counted)
        workspace.heading("main", 60, pgettext_lazy("workspace", "Figures"))
        workspace.add("main", 60, _("Indicators"), "indicators:list", roles=READERS)
