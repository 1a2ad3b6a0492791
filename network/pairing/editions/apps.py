from django.apps import AppConfig


class PairingEditionsConfig(AppConfig):
    """How an edition pairs: formats, defaults, weights of the score, and who reviews."""

    name = "network.pairing.editions"
    label = "pairing"
