from django.apps import AppConfig


class MatchesConfig(AppConfig):
    """One mentor or host with one person: what they agree on, how far they are, how it ends."""

    name = "network.pairing.matches"
    label = "matches"
