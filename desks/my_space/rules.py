"""Who lands where after signing in."""

from django.http import HttpRequest
from django.urls import reverse

from core import workspace
from people.accounts.models import Role, User
from people.participants.models import CaseFile

#: Roles of people who take part; who holds others works here.
TAKING_PART = (Role.PARTICIPANT, Role.MENTOR)


def landing(request: HttpRequest, user: User) -> str:
    """Where somebody goes who signed in on the way to nowhere: their space, or their work. Cost: 2 queries at most."""
    works_here = bool(user.grants_now) and not user.holds_any(*TAKING_PART)
    if not works_here or CaseFile.objects.of_person(user.person).exists():
        return reverse("my_space:home")
    return workspace.door(request) or reverse("accounts:mine")
