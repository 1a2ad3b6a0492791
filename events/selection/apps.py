from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelectionConfig(AppConfig):
    """Admission by review: a grid, points, decisions with reasons, a reserve list, and one hour at which all are told."""

    name = "events.selection"
    label = "selection"

    def ready(self) -> None:
        from core import workspace
        from events.agenda.required import before_publishing
        from events.agenda.rules import WORKSPACE_ROLES
        from events.registration.asides import on_the_page
        from events.registration.gates import gate
        from events.selection import receivers  # noqa: F401  (connects them)
        from events.selection.answers import answers_of
        from events.selection.beside import selection_aside
        from events.selection.rules import has_a_deadline, is_by_review, needs_a_deadline
        from events.selection.sections import section

        section(answers_of)
        gate(has_a_deadline)
        before_publishing(needs_a_deadline)
        on_the_page(selection_aside)
        workspace.add(
            "event", 21, _("Selection"), "selection:applications", roles=WORKSPACE_ROLES, applies=is_by_review
        )
