"""An event of the demonstration comes to its end: some were there, the participant among them, and most of them answer.

usage: python -m tests.browser.after_people EVENT
"""

import sys
import uuid
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()

    from django.utils import timezone

    from events.agenda.models import Event
    from events.doors import actions as doors
    from events.evaluation import actions
    from events.evaluation.models import Asked, Question
    from events.registration import actions as registering
    from events.registration.models import Seat
    from people.accounts.models import User

    event = Event.objects.get(pk=int(sys.argv[1]))
    participant = User.objects.get(email="amina.benali@exemple.test").person
    own = registering.register(
        event=event,
        name=participant.name,
        email=participant.user.email,
        language="fr",
        idempotency_key=uuid.uuid4().hex,
        person=participant,
    )
    staff = User.objects.order_by("-pk")[0].person
    others = Seat.objects.expected().filter(event=event).exclude(registration=own)
    for seat in [own.seats.get(), *others.select_related("event", "registration").order_by("pk")[:6]]:
        doors.check_in(seat=seat, door="Entrée A", by=staff)
    over = timezone.now() - timedelta(hours=2)
    Event.objects.filter(pk=event.pk).update(starts_at=over - timedelta(hours=2), ends_at=over)
    event.refresh_from_db()
    doors.close(event=event)
    actions.send(event=event)
    scale = Question.objects.filter(evaluation=event.pk, kind=Question.Kind.SCALE)[0]
    asked = Asked.objects.filter(evaluation=event.pk, registration__contact__user=None).order_by("pk")
    for one in asked[:5]:
        actions.answer(invitation=one, answers={scale.pk: 4}, with_name=False)
