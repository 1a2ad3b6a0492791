"""A consent that was withdrawn stays withdrawn, also in a database from before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core import journal
from people.accounts.models import Person
from people.consent import actions
from people.consent.models import Consent


@journal.replays(actions.WITHDRAWN)
def withdraw_again(facts: Mapping[str, Any]) -> bool:
    """What was open for the purpose at the moment it was withdrawn; what the person gave afterwards stands.

    By purpose, not by row: in a database from before, an older row may be the open one, under an entry not joined yet.
    """
    at = datetime.fromisoformat(facts["at"])
    people = [
        person.pk
        for pk, known_since in facts["people"]
        for person in Person.objects.filter(pk=pk, created_at=datetime.fromisoformat(known_since))
    ]
    rows = Consent.objects.open().filter(person__in=people, given_at__lte=at)
    found = list(rows.filter(purpose=facts["purpose"], about=facts["about"]).select_related("person").order_by("pk"))
    for row in found:
        by = Person.objects.filter(pk=facts["by"]).first() or row.person
        actions.withdraw(consent=row, by=by)
    return bool(found)
