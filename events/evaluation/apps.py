from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Five questions to those who were present, and what they answered, with their name or without."""

    name = "events.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from core import workspace
        from events.doors.rules import RUNNERS
        from events.evaluation import receivers  # noqa: F401  (connects them)
        from events.evaluation.beside import evaluation_aside
        from events.registration.asides import on_the_page

        on_the_page(evaluation_aside)
        workspace.add("event", 70, _("Evaluation"), "evaluation:manage", roles=RUNNERS)
