"""Messages of the demonstration: one that went out with its figures, its correction, a draft, a list, and reminders of an event."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core.outbox import Mail
from events.agenda.demo import typeset as set_type
from events.agenda.models import Event
from events.announcements import actions
from events.announcements.models import Announcement, Notice, ReminderRule, Sending
from events.registration.models import Registration, new_key
from people.accounts.models import Person, User

NBSP = "\u00a0"
#: Where the participant goes soon, and the fair of the day.
SOON, TODAY = "seance-mauricie-centre", "salon-montreal"
ROOM = {
    "subject_fr": "La séance a lieu à l’étage",
    "text_fr": "La grande salle est en rénovation. La séance a lieu à l’étage, dans la salle 204; un ascenseur se trouve à droite "
    "de l’entrée.\n\nLe plan de la maison de quartier : https://maison.exemple.test/plan\n\nAu plaisir de vous y voir.",
    "subject_en": "The session is upstairs",
    "text_en": "The main hall is being renovated. The session is upstairs, in room 204; there is a lift to the right of the "
    "entrance.\n\nA map of the house: https://maison.exemple.test/map\n\nWe look forward to seeing you.",
    "audience": "seats",
    "is_necessary": True,
}
LIFT = {
    "subject_fr": "Correction : l’ascenseur est à gauche",
    "text_fr": "L’ascenseur se trouve à gauche de l’entrée, et non à droite. Une personne vous attend au pied de l’escalier dès "
    "17 h 30.",
    "subject_en": "Correction: the lift is on the left",
    "text_en": "The lift is to the left of the entrance, not to the right. Somebody waits for you at the foot of the stairs from "
    "5:30 p.m.",
    "audience": "seats",
    "is_necessary": True,
}
PICTURES = {
    "subject_fr": "Ce que vous aimeriez savoir",
    "text_fr": "Avez-vous une question sur la Mauricie ou le Centre-du-Québec? Apportez-la : la deuxième demi-heure est à vous.",
    "subject_en": "",
    "text_en": "",
    "audience": "expected",
    "is_necessary": False,
}
SHUTTLE = {
    "subject_fr": "Navette depuis le métro toutes les dix minutes",
    "text_fr": "La navette adaptée part de la sortie nord du métro toutes les dix minutes, jusqu’à 19 h. Vous avez votre place : "
    "venez quand vous le pouvez.",
    "subject_en": "Shuttle from the métro every ten minutes",
    "text_en": "The accessible shuttle leaves the north exit of the métro every ten minutes, until 7 p.m. Your seat is yours: come "
    "when you can.",
    "audience": "expected",
    "is_necessary": False,
}


def seed(world: Any) -> None:
    """Messages by event; an event that has some is left as it is."""
    events: dict[str, Event] = getattr(world, "events", {})
    users = getattr(world, "users", {})
    if "organiser" not in users or SOON not in events:
        return
    by = users["organiser"].person
    soon, today = events[SOON], events.get(TODAY)
    if not soon.announcements.exists():
        first = send(soon, ROOM, by, at=afternoon(2))
        send(soon, LIFT, by, at=afternoon(1), corrects=first)
        actions.draft(event=soon, key=new_key(), details=typeset(PICTURES), by=by)
        some = Registration.objects.filter(event=soon).active().order_by("pk").values_list("pk", flat=True)[:6]
        actions.keep_list(event=soon, name="Autocar de Trois-Rivières", registrations=list(some), by=by)
        rules = [
            ReminderRule(
                unit="days",
                amount=3,
                sentence_fr=f"Les portes ouvrent à 17{NBSP}h{NBSP}30; un café vous attend.",
                sentence_en="Doors open at 5:30 p.m., and coffee is waiting.",
            ),
            ReminderRule(unit="hours", amount=4),
        ]
        actions.set_rules(event=soon, rules=rules, by=by)
    if today and not today.is_cancelled and not today.announcements.exists():
        send(today, SHUTTLE, by, at=timezone.now() - timedelta(minutes=40))


def send(
    event: Event, words: dict[str, Any], by: Person, *, at: datetime, corrects: Announcement | None = None
) -> Announcement:
    """As its organiser did it some time ago; of the mails, those that can be read under ``/dev/`` really leave."""
    made = actions.draft(event=event, key=new_key(), details=typeset(words), by=by, corrects=corrects)
    actions.send(announcement=made, key=new_key(), by=by)
    Announcement.objects.filter(pk=made.pk).update(sent_at=at, made_at=at - timedelta(minutes=9))
    Sending.objects.filter(announcement=made).update(at=at)
    numbers = [str(pk) for pk in made.notices.order_by("pk").values_list("pk", flat=True)]
    mails = Mail.objects.filter(object_type=Notice._meta.label_lower, object_id__in=numbers)
    gone = list(mails.exclude(recipient__in=read_by_visitors()).order_by("pk").values_list("pk", flat=True))
    Mail.objects.filter(pk__in=gone).update(state=Mail.State.SENT, queued_at=at, sent_at=at + timedelta(seconds=40))
    Mail.objects.filter(pk__in=gone[3:4]).update(state=Mail.State.BOUNCED)
    Mail.objects.filter(pk__in=gone[11:12]).update(state=Mail.State.FAILED, sent_at=None)
    seen = [pk for place, pk in enumerate(numbers) if place % 3 == 0]
    others = made.notices.filter(pk__in=seen).exclude(registration__email__in=read_by_visitors())
    others.update(seen_at=at + timedelta(minutes=5))
    made.refresh_from_db()
    return made


def afternoon(days: int) -> datetime:
    """When an organiser writes, so many days ago."""
    return (timezone.localtime() - timedelta(days=days)).replace(hour=15, minute=20, second=0, microsecond=0)


def read_by_visitors() -> list[str]:
    """Addresses of those who log in to the demonstration, whose mails are looked at."""
    return list(User.objects.values_list("email", flat=True))


def typeset(words: dict[str, Any]) -> dict[str, Any]:
    """French wants a no-break space before a colon and in hours."""
    return {
        name: set_type(value, name[-2:]) if name.startswith(("subject_", "text_")) else value
        for name, value in words.items()
    }
