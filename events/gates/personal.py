"""What lists of invited people hold, and for how long."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from events.gates.models import Invitation, Pass
from people.accounts.models import Address, User

RUNNERS = _("Those who run the event, and whoever reads mail at the address")
INVITED = _("One month after the event")
ON_RECORD = _("Six months after the event")
#: Whoever is erased after they registered: who was invited is told by no row any more.
ERASED = "efface@exemple.invalid"
EVENT = {
    "event": Beside(_("event"), lambda row: pick(row.event, "title").text),
    "day": Beside(_("day of the event"), lambda row: row.event.start_date),
}


def forget_invitations(people: Sequence[int]) -> None:
    """Whoever is erased stands on no list, whether or not they came: the rows go by every address of theirs."""
    emails = {*Address.objects.filter(person__in=people).values_list("email", flat=True)}
    emails |= {*User.objects.filter(person__in=people).values_list("email", flat=True)}
    for model in (Invitation, Pass):
        model._default_manager.filter(email__in=emails).delete()


declare(
    Invitation,
    owner="used_by__contact",
    label=_("invitations to events"),
    fields={
        "email": Held(
            purpose=_("To send the invitation, and to know whom it lets in"),
            audience=RUNNERS,
            retention=INVITED,
            erase=lambda row: f"{row.pk}.{ERASED}",
        ),
        "name": Held(purpose=_("To address the letter"), audience=RUNNERS, retention=INVITED),
        "language": Held(purpose=_("To write in their language"), audience=RUNNERS, retention=INVITED, erase="fr"),
        "code": Held(
            purpose=_("To let whoever was invited register without a login"),
            audience=RUNNERS,
            retention=INVITED,
            export=False,
            erase=lambda row: row._meta.get_field("code").get_default(),
        ),
    },
    not_personal=("id", "event", "made_at", "sent_at", "used_by"),
    on_erase="delete",
    leave=forget_invitations,
    known_until=GOES_ALONG,
    beside=EVENT,
    related=("event",),
    order=57,
)

declare(
    Pass,
    owner="used_by__contact",
    label=_("events where somebody was let in by hand"),
    fields={
        "email": Held(
            purpose=_("To write to whom is let in, and to know them"),
            audience=RUNNERS,
            retention=ON_RECORD,
            erase=lambda row: f"{row.pk}.{ERASED}",
        ),
        "language": Held(purpose=_("To write in their language"), audience=RUNNERS, retention=ON_RECORD, erase="fr"),
        "reason": Held(
            purpose=_("To show why somebody was let in whom the conditions keep out"),
            audience=RUNNERS,
            retention=ON_RECORD,
            erase="—",
        ),
        "code": Held(
            purpose=_("To let them register without a login"),
            audience=RUNNERS,
            retention=ON_RECORD,
            export=False,
            erase=lambda row: row._meta.get_field("code").get_default(),
        ),
    },
    not_personal=("id", "event", "by", "made_at", "used_by"),
    on_erase="delete",
    known_until=GOES_ALONG,
    beside=EVENT,
    related=("event",),
    order=57,
)


def invitations_to_past_events(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(event__ends_at__lt=before)


def passes_to_past_events(before: datetime) -> QuerySet[Pass]:
    return Pass.objects.filter(event__ends_at__lt=before)


keep(
    Keep(
        code="gates.invitations",
        model=Invitation,
        label=_("invitations to events"),
        since=_("the end of the event"),
        days=30,
        longest=181,
        due=invitations_to_past_events,
        then="delete",
        organisation="event__organisation",
    )
)
keep(
    Keep(
        code="gates.passes",
        model=Pass,
        label=_("people let in by hand, and why"),
        since=_("the end of the event"),
        days=181,
        longest=181,
        due=passes_to_past_events,
        then="delete",
        organisation="event__organisation",
    )
)
