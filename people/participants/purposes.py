"""What participants may agree to. A wording that was published is never edited: it gets a new version."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.consent.registry import Wording, purpose


def has_a_file(person: Any) -> bool:
    """Whether the person takes part, or began to: only they find these among their consents. Cost: 1 query for all of them."""
    return hasattr(person, "case_file")


CARD = purpose(
    "card",
    label=_("Show my professional card"),
    audience=_(
        "Employers and mentors to whom your organisation proposes a meeting with you, and a partner organisation that would receive you"
    ),
    what_ends=_("Nobody outside your organisation sees your card any more."),
    wordings=(
        Wording(
            1,
            fr="J’accepte que ma fiche professionnelle (profession, expérience, compétences, disponibilités, régions "
            "souhaitées) soit montrée à l’employeur, au mentor ou à l’organisme partenaire avec qui une rencontre est "
            "envisagée. Mon statut, mon ménage et mon dossier n’y figurent jamais.",
            en="I agree that my professional card (occupation, experience, skills, availability, regions I wish) is shown "
            "to the employer, mentor or partner organisation with whom a meeting is considered. My status, my household "
            "and my file never stand on it.",
        ),
    ),
    lasts=timedelta(days=730),
    concerns=has_a_file,
)

MATCHING = purpose(
    "matching",
    label=_("Look for a match for me"),
    audience=_("Your organisation and those who coordinate the programme"),
    what_ends=_("You leave the list of people ready to be met; no match is proposed to you any more."),
    wordings=(
        Wording(
            1,
            fr="J’accepte qu’on cherche pour moi un mentor, un milieu de travail ou un séjour à partir de ma fiche. Un "
            "programme compare les fiches et les offres et explique ses propositions; une personne les relit, et rien "
            "ne se fait sans mon accord.",
            en="I agree that a mentor, a workplace or a stay is looked for on my behalf, from my card. A programme compares "
            "cards and offers and explains what it proposes; a person reviews it, and nothing happens without my consent.",
        ),
    ),
    lasts=timedelta(days=730),
    concerns=has_a_file,
)

FRENCH = purpose(
    "french_level",
    label=_("Show my French level on my card"),
    audience=_("Those who see your card"),
    what_ends=_("Your French level disappears from your card."),
    wordings=(
        Wording(
            1,
            fr="J’accepte que mon niveau de français oral figure sur ma fiche professionnelle.",
            en="I agree that my level of spoken French stands on my professional card.",
        ),
    ),
    lasts=timedelta(days=730),
    concerns=has_a_file,
)

CV = purpose(
    "cv",
    label=_("Join my CV to my card"),
    audience=_("Those who see your card"),
    what_ends=_("Your CV can no longer be opened from your card."),
    wordings=(
        Wording(
            1,
            fr="J’accepte que mon CV puisse être ouvert par les personnes qui voient ma fiche professionnelle.",
            en="I agree that those who see my professional card may open my CV.",
        ),
    ),
    lasts=timedelta(days=730),
    concerns=has_a_file,
)

PORTRAIT = purpose(
    "portrait",
    label=_("Show my portrait on my card"),
    audience=_("Those who see your card"),
    what_ends=_("Your portrait disappears from your card."),
    wordings=(
        Wording(
            1,
            fr="J’accepte que ma photo figure sur ma fiche professionnelle. Rien ne m’y oblige.",
            en="I agree that my photograph stands on my professional card. I am under no obligation to show one.",
        ),
    ),
    lasts=timedelta(days=730),
    concerns=has_a_file,
)
