"""What certificates say about people, how long, and how they leave."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.bilingual import pick
from core.personal import Beside, Held, Keep, Words, declare, keep
from events.certificates.models import Certificate
from people.accounts.models import Person

#: How long funders and employers may ask for proof of a training.
FIVE_YEARS = 5 * 365


def merge_certificates(keep: Person, gone: Person) -> None:
    """One certificate for one person and series: the kept person's own stays good, the other one is withdrawn."""
    own = Certificate.objects.valid().filter(person=keep).values_list("event", flat=True)
    doubles = Certificate.objects.valid().filter(person=gone, event__in=list(own))
    with override("fr"):
        reason = str(_("Two entries of the same person became one: another certificate says the same."))
    doubles.update(withdrawn_at=timezone.now(), reason=reason)
    Certificate.objects.filter(person=gone).update(person=keep)


WHOEVER_HAS_THE_CODE = _("The person; those who run the event; whoever they give the code to")
ALONE = _("The person alone, by the link we mailed")
ORGANISERS = _("The person, and those who run the event")


def held(purpose: Words, *, export: bool = True, audience: Words = WHOEVER_HAS_THE_CODE) -> Held:
    retention = _("Five years from the day it was issued, or until the person erases it")
    return Held(purpose=purpose, audience=audience, retention=retention, export=export)


PROOF = _("To prove what somebody has completed")

declare(
    Certificate,
    owner="person",
    label=_("certificates"),
    fields={
        "name": held(PROOF),
        "language": held(_("To write the certificate in the language of the registration")),
        "attended": held(PROOF),
        "minutes": held(PROOF),
        "first_on": held(PROOF),
        "last_on": held(PROOF),
        "code": held(_("To let whoever is shown a certificate check it")),
        "key": held(_("To let the person open and erase it without a password"), export=False, audience=ALONE),
        "issued_at": held(PROOF),
        "withdrawn_at": held(_("To say that a certificate no longer holds")),
        "reason": held(_("To tell the person why it no longer holds"), audience=ORGANISERS),
    },
    not_personal=("event", "seat", "sittings"),
    merge=merge_certificates,
    # Before the seats, which it hangs on.
    order=45,
    on_erase="delete",
    known_until="issued_at",
    known_days=FIVE_YEARS,
    beside={"event": Beside(_("event"), lambda row: pick(row.event, "title").text)},
    related=("event",),
)


def older(before: datetime) -> QuerySet[Certificate]:
    return Certificate.objects.filter(issued_at__lt=before)


keep(
    Keep(
        code="certificates.certificates",
        model=Certificate,
        label=_("certificates of completed series"),
        since=_("the day it was issued"),
        days=FIVE_YEARS,
        due=older,
        then="delete",
        organisation="event__organisation",
    )
)
