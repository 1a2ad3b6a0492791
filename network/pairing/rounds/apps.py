from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Rounds: the engine proposes pairs over a snapshot, a person looks, changes and decides."""

    name = "network.pairing.rounds"
    label = "rounds"
