from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatesConfig(AppConfig):
    """Who may register: conditions, invitations, and whoever is let in all the same."""

    name = "events.gates"
    label = "gates"

    def ready(self) -> None:
        from core import workspace
        from events.agenda import conditions
        from events.agenda.rules import WORKSPACE_ROLES
        from events.gates import actions, asking, checking, receivers, telling  # noqa: F401  (connects them)
        from events.registration import formparts, gates, told

        gates.gate(checking.answer)
        gates.let_in(checking.is_let_in)
        gates.note_uses(actions.use)
        formparts.on_the_form(asking.part_of)
        conditions.on_the_event_page(checking.sentences_of)
        told.on_the_page(telling.section_of)
        told.mark_the_list(telling.reasons_of)
        told.in_the_list(telling.column_of)
        told.at_the_door(telling.at_the_door)
        workspace.add("event", 84, _("Who may register"), "gates:gates", roles=WORKSPACE_ROLES)
