from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalsConfig(AppConfig):
    """A host and a candidate are asked whether they would meet; both accept, or it ends."""

    name = "network.pairing.proposals"
    label = "proposals"

    def ready(self) -> None:
        from core import workspace
        from network.pairing.fit import apart
        from network.pairing.proposals import endings, morning, receivers, sections, waiting  # noqa: F401  (receivers connects them)
        from network.pairing.proposals.models import declined_pairs
        from network.pairing.proposals.rules import WORKING_ROLES

        workspace.add("main", 53, pgettext_lazy("navigation", "Proposals"), "proposals:list", roles=WORKING_ROLES)
        workspace.add("main", 56, _("Reviews asked for"), "proposals:reviews", roles=WORKING_ROLES)
        apart.failed(declined_pairs)
        waiting.register()
        morning.register()
        sections.register()
        endings.register()
