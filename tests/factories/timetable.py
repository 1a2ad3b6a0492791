"""Engagements of people, as plain functions. Any saved row can be what takes their time: here it is a region's."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from core.localtime import Zone
from core.reference.models import Region
from people.accounts.models import Person
from people.timetable import actions
from people.timetable.models import Busy


def source(code: str = "04") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name_fr": f"Région {code}"})[0]


def local(days: int, hour: int, minute: int = 0) -> datetime:
    """A naive local moment, so many days from today at Montréal."""
    return datetime.combine(timezone.localdate() + timedelta(days=days), time(hour, minute))


def claimed(person: Person, code: str = "04", *, days: int = 10, at: int = 10, hours: int = 2, **answers: Any) -> Busy:
    """The person is taken from ``at`` o'clock, ``days`` from today, by what ``code`` names."""
    return actions.claim(
        **{
            "person": person,
            "source": answers.get("source") or source(code),
            "starts": local(days, at),
            "ends": local(days, at) + timedelta(hours=hours),
            "zone": Zone.MONTREAL,
            "title_fr": f"Rencontre {code}",
            "title_en": f"Meeting {code}",
            **answers,
        }
    )
