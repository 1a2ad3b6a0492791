from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    """What employers and mentors make available."""

    name = "network.pairing.offers"
    label = "offers"

    def ready(self) -> None:
        from core import workspace
        from network.membership.listed import beside_a_member
        from network.pairing.editions.sides import counted
        from network.pairing.offers import counting, morning, receivers, waiting  # noqa: F401  (receivers connects them)
        from network.pairing.offers.listed import open_places
        from network.pairing.offers.rules import HOSTING_ROLES, STAFF_ROLES

        workspace.add("main", 10, _("My offers"), "offers:mine", roles=HOSTING_ROLES)
        workspace.add("main", 51, _("Pairing offers"), "offers:list", roles=STAFF_ROLES)
        counted(counting.offers)
        beside_a_member(open_places)
        morning.register()
        waiting.register()
