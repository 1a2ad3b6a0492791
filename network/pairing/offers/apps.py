from django.apps import AppConfig


class OffersConfig(AppConfig):
    """What employers and mentors make available."""

    name = "network.pairing.offers"
    label = "offers"
