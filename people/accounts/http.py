"""What a request is behind a login."""

from django.http import HttpRequest

from people.accounts.models import User


class PersonRequest(HttpRequest):
    """A request whose user is one of ours: what ``access.signed_in`` and ``access.roles`` let through."""

    user: User
    LANGUAGE_CODE: str
