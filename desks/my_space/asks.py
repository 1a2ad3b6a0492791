"""What rooms below the participants' would like of a person."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.accounts.models import Person
from people.consent.models import NOTICE, Consent
from people.participants.waiting import Waiting, waits_for_me
from people.privacy.rules import possible_doubles


@waits_for_me
def consents_that_end(person: Person) -> Iterable[Waiting]:
    """Those that run out within 30 days, and were meant to last longer. Cost: 1 query."""
    near = Consent.objects.in_force().filter(person=person, until__lte=timezone.now() + NOTICE)
    for consent in near.order_by("until", "pk"):
        if not consent.was_meant_to_last:
            continue
        label = _("Renew a consent, or let it end: %(label)s") % {"label": consent.facts.label}
        yield Waiting(label, reverse("consent:mine"), timezone.localdate(consent.until), consent.facts.what_ends)


@waits_for_me
def doubles_to_answer(person: Person) -> Iterable[Waiting]:
    """Entries under one of the person's proven addresses that may be them. Cost: 1 query for who is signed in."""
    user = getattr(person, "user", None)
    number = possible_doubles(user).count() if user else 0
    if number:
        label = ngettext_lazy(
            "Is this you? %(number)s entry under your address",
            "Is this you? %(number)s entries under your address",
            number,
        )
        why = _(
            "If it is, what was registered under that name comes into your account; if not, you are not asked again."
        )
        yield Waiting(label % {"number": number}, reverse("privacy:doubles"), why=why, order=15)
