from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    """Who has completed a series, and the certificate that says so."""

    name = "events.certificates"
    label = "certificates"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from core import workspace
        from events.agenda.models import Event
        from events.agenda.rules import WORKSPACE_ROLES
        from events.certificates.awaited import new_certificates
        from events.certificates.beside import certificate_aside, issued
        from events.certificates.receivers import event_saved
        from events.doors import history
        from events.registration.asides import on_the_page
        from people.participants.waiting import waits_for_me

        # However its last sitting comes to be another day: certificates that issue themselves wait for it.
        post_save.connect(event_saved, sender=Event, dispatch_uid="certificates.plan_issue")
        on_the_page(certificate_aside)
        history.also(issued)
        waits_for_me(new_certificates)
        workspace.add("event", 60, _("Certificates"), "certificates:manage", roles=WORKSPACE_ROLES)
