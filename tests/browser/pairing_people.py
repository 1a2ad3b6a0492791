"""Two people of the demonstration who are about to meet, and what passes between them while no page is open.

usage: python -m tests.browser.pairing_people gather LANGUAGE  somebody who may take part, and a host of their field
       python -m tests.browser.pairing_people later MATCH      two weeks have passed since they were put together
"""

import json
import sys
import uuid
from datetime import timedelta
from typing import Any

import django

#: Authors and writers: nobody else of the demonstration is of that field.
OCCUPATION, FAMILY = "51111", "51"
NAMES = {"fr": "Ngozi Okafor", "en": "Thandiwe Mokoena"}


def gather(language: str) -> dict[str, Any]:
    """A file that is eligible and not in the pool, with a card and both consents; an offer that was approved."""
    from core.reference.models import MajorGroup, Region
    from network.pairing.kinds import Format, Purpose
    from network.pairing.offers import actions as offers
    from people.accounts.models import Role, User
    from people.consent import actions as consents
    from people.participants import actions
    from people.programmes.models import Edition, Partner
    from people.timetable.availability import EVENING, Availability
    from tests.factories.accounts import make_user

    edition = Edition.objects.filter(pairing__isnull=False, offers__isnull=False).distinct().get()
    bank = Partner.objects.get(edition=edition, role=Partner.Part.BANK).organisation
    caseworker = User.objects.get(email="rachid.haddad@exemple.test").person
    coordinator = User.objects.get(email="jean-philippe.roy@exemple.test").person
    evenings = int(Availability.of((day, EVENING) for day in range(5)))
    mark = uuid.uuid4().hex[:8]

    user = make_user(Role.PARTICIPANT, name=NAMES[language], email=f"auteure.{mark}@exemple.test")
    person = user.person
    person.language = language
    person.save()
    candidacy = actions.apply(person=person, edition=edition, by=person, organisation=bank)
    actions.describe(
        case_file=candidacy.case_file, details={"region": Region.objects.get(pk="06"), "is_adult": True}, by=person
    )
    card = {
        "occupation_code": OCCUPATION,
        "major_group": MajorGroup.objects.get(pk=FAMILY),
        "occupation_title": "Autrice",
        "headline": "Autrice, sept ans de métier",
        "availability": evenings,
    }
    actions.write_card(person=person, by=person, details=card)
    for purpose in ("matching", "card"):
        consents.give(person=person, purpose=purpose, language=language, how="self", by=person)
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vue à l’entrevue.", by=caseworker)

    host = make_user(Role.MENTOR, name="Solange Pomerleau", email=f"mentore.{mark}@exemple.test")
    offer = offers.begin(edition=edition, host=host.person, by=host.person, format=Format.MENTORING, title="Mentorat en écriture", capacity=1)  # fmt: skip
    details = {
        "what": "Comment vit-on de sa plume ici? Une rencontre toutes les deux semaines.",
        "purposes": [Purpose.CONTACTS.value],
        "occupations": [OCCUPATION],
        "is_online": True,
        "is_on_site": False,
        "availability": evenings,
    }
    offers.write(offer=offer, by=host.person, details=details)
    offers.submit(offer=offer, by=host.person)
    offers.approve(offer=offer, by=coordinator)
    return {
        "candidate": user.pk,
        "host": host.pk,
        "file": candidacy.case_file.reference,
        "edition": edition.pk,
        "offer": offer.pk,
        "mail": user.email,
        "host_mail": host.email,
    }


def later(match: int) -> dict[str, Any]:
    """What they enter of these weeks counts: it is of the time of their match."""
    from django.db.models import F

    from network.pairing.matches.models import Match

    return {"matches": Match.objects.filter(pk=match).update(made_at=F("made_at") - timedelta(weeks=2))}


if __name__ == "__main__":
    django.setup()
    done = gather(sys.argv[2]) if sys.argv[1] == "gather" else later(int(sys.argv[2]))
    print(json.dumps(done))
