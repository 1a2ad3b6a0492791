"""What this room holds about people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.personal import Held, declare
from people.accounts.models import Person
from people.privacy.models import Distinction


def merge_distinctions(keep: Person, gone: Person) -> None:
    """Who is not ``gone`` is not ``keep`` either; that the two themselves were told apart has been overruled."""
    for said in Distinction.objects.filter(Q(first=gone) | Q(second=gone)):
        other = said.second_id if said.first_id == gone.pk else said.first_id
        said.delete()
        if other != keep.pk:
            first, second = sorted([keep.pk, other])
            Distinction.objects.get_or_create(
                first_id=first, second_id=second, defaults={"said_by": said.said_by, "said_at": said.said_at}
            )


declare(
    Distinction,
    owner="first",
    label=_("answers to “Is this you?”"),
    fields={
        "said_at": Held(
            purpose=_("Not to ask again whether two people of one address are the same"),
            audience=_("Nobody; the two are simply not offered for merging"),
            retention=_("As long as both are known"),
            export=False,
            erase=None,
            label=_("day it was said"),
        )
    },
    merge=merge_distinctions,
)
