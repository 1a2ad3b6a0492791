"""The demonstration's edition of professional pairing: what it pairs, and who reviews."""

from typing import Any

from network.pairing.editions.models import PairingSettings, Rhythm
from people.programmes.models import Edition


def seed(world: Any) -> None:
    """Editions of a pairing programme that are open pair; what is set already is kept."""
    for edition in Edition.objects.filter(programme__kind="pairing", state="open"):
        PairingSettings.objects.get_or_create(edition=edition, defaults={"rhythm": Rhythm.WEEKLY})
