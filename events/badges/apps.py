from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    """Badges: what people want to read on theirs, printed for all or for one."""

    name = "events.badges"
    label = "badges"

    def ready(self) -> None:
        from core import workspace
        from events.badges import receivers  # noqa: F401  (connects them)
        from events.badges.beside import badge_aside, print_badge
        from events.doors import beside
        from events.doors.rules import RUNNERS
        from events.registration.asides import on_the_page

        on_the_page(badge_aside)
        beside.offer_seat_tools(print_badge)
        workspace.add("event", 52, _("Badges"), "badges:manage", roles=RUNNERS)
