from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """A host and a candidate are asked whether they would meet; both accept, or it ends."""

    name = "network.pairing.proposals"
    label = "proposals"
