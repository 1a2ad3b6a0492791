from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowUpConfig(AppConfig):
    """What became of people: dated follow-ups and their outcomes."""

    name = "people.follow_up"
    label = "follow_up"

    def ready(self) -> None:
        from core import workspace
        from people.follow_up import endings, morning, rules, sections, waiting
        from people.participants.endings import ends_with_the_file
        from people.participants.morning import on_the_morning_list
        from people.participants.sections import on_the_file
        from people.participants.waiting import waits_for_me

        workspace.add("main", 24, _("Follow-ups"), "follow_up:list", roles=rules.WORKING_ROLES)
        workspace.add("main", 62, _("What became of people"), "follow_up:figures", roles=rules.COUNTING_ROLES)
        on_the_morning_list(morning.DUE)
        on_the_file(sections.FOLLOW_UPS)
        ends_with_the_file(endings.FOLLOW_UPS)
        waits_for_me(waiting.asks)
