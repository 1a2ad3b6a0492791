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
        from events.evaluation.awaited import evaluations_to_answer
        from events.evaluation.beside import evaluation_aside
        from events.registration.asides import on_the_page
        from people.participants.waiting import waits_for_me

        on_the_page(evaluation_aside)
        waits_for_me(evaluations_to_answer)
        workspace.add("event", 70, _("Evaluation"), "evaluation:manage", roles=RUNNERS)
