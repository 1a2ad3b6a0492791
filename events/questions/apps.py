from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    """What an event asks those who register, and what they answer."""

    name = "events.questions"
    label = "questions"

    def ready(self) -> None:
        from core import workspace
        from events.agenda import signals
        from events.agenda.rules import WORKSPACE_ROLES
        from events.questions import asking, beside, reading, receivers
        from events.questions.models import Question
        from events.registration import asides, formparts, told

        formparts.on_the_form(asking.part_of)
        asides.on_the_page(beside.answers_aside)
        told.on_the_page(reading.section_of)
        told.in_the_list(reading.columns_of)
        post_save.connect(asking.asks_anything.forget, sender=Question, dispatch_uid="questions.written")
        signals.event_duplicated.connect(receivers.ask_the_same)
        signals.event_changed.connect(receivers.keep_what_was_promised)
        workspace.add("event", 86, _("Questions"), "questions:questions", roles=WORKSPACE_ROLES)
