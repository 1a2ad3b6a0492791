"""Who reviews what the engine proposes is named, for one edition."""

from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Held, declare
from network.pairing.editions.models import Reviewer

declare(
    Reviewer,
    owner="person",
    label=_("editions whose pairs the person reviews"),
    fields={
        "named_at": Held(
            purpose=_("To know who decides what is proposed"),
            audience=_("The coordination of the programme, and the organisations that run the edition"),
            retention=_("As long as the edition is kept"),
            label=_("named"),
        )
    },
    not_personal=("settings", "organisation", "named_by"),
    on_erase="delete",
    known_until=GOES_ALONG,
)
