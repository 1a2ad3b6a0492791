from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatchesConfig(AppConfig):
    """One mentor or host with one person: what they agree on, how far they are, how it ends."""

    name = "network.pairing.matches"
    label = "matches"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.matches import endings, morning, on_the_file, receivers, waiting  # noqa: F401  (receivers connects them)
        from network.pairing.matches.actions.closing import ORIGIN
        from network.pairing.matches.models import WORKING_ROLES, shows_its_card
        from people.follow_up.origins import name_origin
        from people.participants.models.card import shown_because

        workspace.add("main", 54, pgettext_lazy("navigation", "Matches"), "matches:list", roles=WORKING_ROLES)
        shown_because(shows_its_card)
        name_origin(ORIGIN, _("Match completed"))
        endings.register()
        morning.register()
        on_the_file.register()
        waiting.register()
