"""What waits for a person here: a new certificate, to open and keep."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.certificates.models import Certificate
from people.accounts.models import Person
from people.participants.waiting import Waiting

#: Afterwards it stands on the page of its registration alone.
NEW = timedelta(days=30)


def new_certificates(person: Person) -> Iterator[Waiting]:
    """Those issued lately that hold, the last first. Cost: 1 query."""
    found = Certificate.objects.valid().of_person(person).filter(issued_at__gt=timezone.now() - NEW)
    for certificate in found.order_by("-issued_at", "-pk"):
        yield Waiting(
            label=format_lazy(_("Your certificate is ready: “{title}”"), title=certificate.event.title.text),
            url=certificate.get_absolute_url(),
            why=_("To print, to send, or to show by its code. It stays on the page of your registration."),
            order=12,
        )
