"""What participants may agree to about their follow-ups. A wording that was published is never edited: it gets a new version."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.consent.registry import Wording, purpose


def was_followed_up(person: Any) -> bool:
    """Only whom it concerns is offered it: people with a follow-up, done or to come. Cost: 1 query."""
    from people.follow_up.models import Track  # which reads this purpose

    return Track.objects.of_person(person).exists()


REGIONAL = purpose(
    "follow_up.regional",
    label=_("Let the welcome officer of my new region reach me"),
    audience=_("The regional welcome officers of the region where you live now"),
    what_ends=_("The officer no longer sees your name or how to reach you: your follow-ups are a number to them."),
    wordings=(
        Wording(
            1,
            fr="J’accepte que l’agent ou l’agente d’accueil de la région où je me suis installé·e voie mon nom et mes "
            "coordonnées (téléphone, courriel) pour prendre de mes nouvelles aux dates de suivi et noter mes réponses. "
            "Mon dossier ne lui est pas ouvert.",
            en="I agree that the welcome officer of the region where I settled sees my name and how to reach me (telephone, "
            "email) to ask how I am doing on the dates of my follow-ups and to write down my answers. My file is not "
            "opened to them.",
        ),
    ),
    lasts=timedelta(days=730),
    concerns=was_followed_up,
)
