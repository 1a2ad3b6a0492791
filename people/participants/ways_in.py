"""Where somebody goes who answered the five questions and wants to go on: through the door of sign-up, if need be."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse


def after_five_questions(request: HttpRequest) -> str:
    goal = reverse("participants:open_to_me")
    if request.user.is_authenticated:
        return goal
    return f"{reverse('account_signup')}?{urlencode({'next': goal})}"
