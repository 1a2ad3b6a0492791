"""What an edition's page says of how it pairs."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.pairing.editions.models import PairingSettings
from people.programmes.beside import Beside, beside_an_edition
from people.programmes.models import Edition, Programme


def pairing(_user: Any, edition: Edition) -> Iterable[Beside]:
    """Of programmes that pair, and of any other whose edition does. Cost: 1 query."""
    settings = PairingSettings.objects.filter(pk=edition.pk).first()
    if settings is not None:
        formats = ", ".join(str(each.label) for each in settings.formats)
        yield Beside(_("Professional pairing"), reverse("pairing:edition", args=[edition.pk]), formats)
    elif edition.programme.kind == Programme.Sort.PAIRING:
        note = _("It does not pair yet: say in which formats, and what counts.")
        yield Beside(_("Professional pairing"), reverse("pairing:set_up", args=[edition.pk]), note)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    beside_an_edition(pairing)
