from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccompanimentConfig(AppConfig):
    """What a person and their caseworker do together: plan, appointments, referrals and tasks."""

    name = "people.accompaniment"
    label = "accompaniment"

    def ready(self) -> None:
        from core import navigation, workspace
        from people.accompaniment import endings, morning, receivers, rules, sections, waiting  # noqa: F401  (connects receivers)
        from people.participants.endings import ends_with_the_file
        from people.participants.morning import on_the_morning_list
        from people.participants.sections import on_the_file
        from people.participants.waiting import waits_for_me

        navigation.add("account", 5, _("My plan and appointments"), "accompaniment:mine")
        workspace.add("main", 22, _("Tasks"), "accompaniment:tasks", roles=rules.WORKING_ROLES)
        workspace.add("main", 23, _("Hours and appointments"), "accompaniment:agenda", roles=rules.WORKING_ROLES)
        workspace.add("main", 36, _("Templates of plans"), "accompaniment:templates", roles=rules.TEMPLATE_ROLES)
        waits_for_me(waiting.steps_to_do)
        on_the_morning_list(morning.TASKS)
        on_the_morning_list(morning.FREE_TASKS)
        on_the_morning_list(morning.APPOINTMENTS)
        for section in sections.SECTIONS:
            on_the_file(section)
        for ending in endings.ENDINGS:
            ends_with_the_file(ending)
