from django.apps import AppConfig


class FitConfig(AppConfig):
    """Between rows and the engine: no rows of its own."""

    name = "network.pairing.fit"
    label = "pairing_fit"

    def ready(self) -> None:
        from network.pairing.fit import counting
        from network.pairing.requests import reaching

        reaching.reach(counting.count)
