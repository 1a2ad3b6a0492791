"""What an edition's page says of its rounds."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from network.pairing.editions.models import PairingSettings
from network.pairing.rounds.models import Round
from people.programmes.beside import Beside, beside_an_edition
from people.programmes.models import Edition


def rounds(user: Any, edition: Edition) -> Iterable[Beside]:
    """Of editions that pair and that the user reviews. Cost: 3 queries."""
    if not PairingSettings.objects.reviewed_by(user).filter(pk=edition.pk).exists():
        return
    last = Round.objects.reviewed_by(user).filter(edition=edition).latest_of_editions().defer("problem").first()
    note = ""
    if last is not None:
        note = _("Round %(number)s: %(state)s.") % {"number": last.number, "state": last.get_state_display().lower()}
    yield Beside(_("Rounds"), reverse("rounds:edition", args=[edition.pk]), note)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    beside_an_edition(rounds)
