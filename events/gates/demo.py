"""Conditions of the demonstration: a training for those who were at an information session, a session by invitation."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.agenda.models import Event
from events.gates import actions
from events.gates.actions import Invited
from events.gates.models import Gate, Invitation, Pass
from events.registration.models import Registration

TRAINING, BY_INVITATION = "formation-francophones", "seance-a-distance"
SPECIALIST = "Présente son métier au groupe, et connaît déjà le programme."
#: On the list of a partner, not registered yet.
GUESTS = [
    Invited("amina.khelifi@exemple.test", "Amina Khelifi"),
    Invited("jean-paul.mbarga@exemple.test", "Jean-Paul Mbarga"),
    Invited("soledad.quiroga@exemple.test", "Soledad Quiroga"),
    Invited("arjun.menon@exemple.test", "Arjun Menon", "en"),
]


def seed(world: Any) -> None:
    """Conditions, a list and a pass; the second time finds them as they are."""
    events: dict[str, Event] = getattr(world, "events", {})
    organiser = getattr(world, "users", {}).get("organiser")
    training, session = events.get(TRAINING), events.get(BY_INVITATION)
    if training is None or session is None or organiser is None or Gate.objects.filter(event=training).exists():
        return
    actions.add_gate(event=training, question="registration.present:info_session", by=organiser)
    actions.let_in(
        event=training,
        email="nadia.belkacem@exemple.test",
        reason="A suivi la séance d’une organisation partenaire, qui ne tient pas ses présences ici.",
        by=organiser,
    )
    if come := Registration.objects.active().filter(event=training).order_by("pk").first():
        # One of those who come was let in the same way, and has registered since.
        given = actions.let_in(event=training, email=come.email, reason=SPECIALIST, by=organiser)
        Pass.objects.filter(pk=given.pk).update(used_by=come, made_at=come.made_at - timedelta(days=2))
    actions.add_gate(event=session, question="", by=organiser)
    invite(session, organiser)


def invite(session: Event, organiser: Any) -> None:
    """Who has registered was invited; others were written to; two stand on the list since this morning."""
    held = list(Registration.objects.active().filter(event=session).select_related("contact").order_by("pk"))
    known = [Invited(one.email, one.contact.name, one.language) for one in held]
    actions.invite(event=session, people=known, by=organiser)
    for registration in held:
        Invitation.objects.filter(event=session, email=registration.email).update(
            used_by=registration, sent_at=registration.made_at - timedelta(days=1)
        )
    actions.invite(event=session, people=GUESTS[:2], by=organiser)
    actions.send(event=session, by=organiser)
    actions.invite(event=session, people=GUESTS[2:], by=organiser)
    actions.share(event=session, most_uses=8, by=organiser)
    Invitation.objects.filter(event=session, used_by=None).update(made_at=timezone.now() - timedelta(hours=3))
