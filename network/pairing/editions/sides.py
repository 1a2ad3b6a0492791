"""What each organisation brings to an edition that several run together: rooms above count, this one shows it side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from core.sources import Sources
from network.pairing.editions.models import PairingSettings


@dataclass(frozen=True)
class Count:
    """One column: ``by_organisation`` from an organisation's id, None for those that no partner brought, to a number."""

    label: str | Promise
    by_organisation: Mapping[int | None, int]
    order: int = 50


#: A room registers what it counts of an edition. Called from its ``AppConfig.ready``.
counted = Sources[Callable[[PairingSettings], Count]]()


def counts(settings: PairingSettings) -> list[Count]:
    """Cost: that of each room's function."""
    return sorted((count(settings) for count in counted), key=lambda one: (one.order, str(one.label)))
