from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Other systems: what they may ask and do by a token, and what they are told as it happens."""

    name = "events.exchange"
    label = "exchange"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from core import workspace
        from core.audit import Entry
        from events.agenda.rules import WORKSPACE_ROLES
        from events.exchange import ears
        from events.exchange.facts import entry_written
        from people.accounts.models import Grant

        # Whatever is done leaves an entry there, in its own transaction: no room below need know who listens.
        post_save.connect(entry_written, sender=Entry, dispatch_uid="exchange.tell")
        post_save.connect(ears.forget, sender=Grant, dispatch_uid="exchange.ears")
        workspace.add("main", 26, _("Other systems"), "exchange:index", roles=WORKSPACE_ROLES)
