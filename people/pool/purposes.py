"""What somebody agrees to who is handed over. A wording that was published is never edited: it gets a new version."""

from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from people.consent.registry import Wording, Words, purpose
from people.pool.models import handovers_of


def receivers_of(keys: Collection[str]) -> dict[str, Words]:
    """Who would receive the person, for each handover that is still proposed. Cost: 1 query."""
    return {key: found.to_organisation.name for key, found in handovers_of(keys).items() if found.is_open}


HANDOVER = purpose(
    "handover",
    label=_("Hand my file over to another organisation"),
    audience=_("The organisation that would receive you: your card at once, your file once it has accepted"),
    what_ends=_(
        "Before the other organisation accepts: the handover ends at once, and it sees nothing of you any more. Once it has "
        "accepted, it follows you, and your consent has done its work: ask it, or the privacy officer, if you wish otherwise."
    ),
    wordings=(
        Wording(
            1,
            fr="J’accepte que l’organisme qui m’accompagne transmette mon dossier à l’organisme partenaire nommé ici. Celui-ci "
            "voit mon numéro de dossier et, si j’ai accepté de la montrer, ma fiche professionnelle; il voit tout mon dossier "
            "seulement s’il accepte de m’accompagner. À partir de ce moment, c’est lui qui m’accompagne, et mon organisme "
            "actuel ne relit que ce qu’il a écrit.",
            en="I agree that the organisation that accompanies me hands my file over to the partner organisation named here. "
            "It sees my file number and, if I agreed to show it, my professional card; it sees my whole file only if it "
            "accepts to accompany me. From that moment it accompanies me, and my present organisation reads only what it "
            "wrote itself.",
        ),
    ),
    lasts=timedelta(days=30),
    subjects=receivers_of,
)
