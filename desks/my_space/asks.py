"""What rooms below the participants' would like of a person."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.accounts.models import Person
from people.consent.models import NOTICE, Consent
from people.participants.waiting import Waiting, waits_for_me


@waits_for_me
def consents_that_end(person: Person) -> Iterable[Waiting]:
    """Those that run out within 30 days, and were meant to last longer. Cost: 1 query."""
    near = Consent.objects.in_force().filter(person=person, until__lte=timezone.now() + NOTICE)
    for consent in near.order_by("until", "pk"):
        if not consent.was_meant_to_last:
            continue
        label = _("Renew a consent, or let it end: %(label)s") % {"label": consent.facts.label}
        yield Waiting(label, reverse("consent:mine"), timezone.localdate(consent.until), consent.facts.what_ends)
