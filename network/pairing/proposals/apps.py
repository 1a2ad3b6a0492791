from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalsConfig(AppConfig):
    """A host and a candidate are asked whether they would meet; both accept, or it ends."""

    name = "network.pairing.proposals"
    label = "proposals"

    def ready(self) -> None:
        from network.pairing.proposals import receivers  # noqa: F401  (connects them)
