"""Links that open something to whoever holds them, cut in what is kept: log lines, letters that have left."""

import re
from functools import lru_cache

from django.conf import settings

from core.access_table import openings


def without_keys(text: str) -> str:
    """The text with the token or code of every bearer's link replaced by the route's own word for it.

    "https://maillage.example/fr/invitations/3f9c…/" becomes "https://maillage.example/fr/invitations/<str:token>/".
    """
    if "/" not in text:
        return text
    return _links().sub(lambda found: found["way"] + _words()[found["route"]], text)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """First part of each bearer's route, in every language -> its parameter: {"invitations/": "<str:token>"}."""
    routes = [
        door.path
        for language, _name in settings.LANGUAGES
        for door in openings(language)
        if door.rule and door.rule.kind == "bearer"
    ]
    return {path.partition("<")[0]: f"<{path.partition('<')[2].partition('>')[0]}>" for path in routes}


@lru_cache(maxsize=1)
def _links() -> re.Pattern[str]:
    """Such a route wherever an address starts, with its language, without, or with the other one's, which is a 404 of it."""
    languages = "|".join(code for code, _name in settings.LANGUAGES)
    routes = "|".join(re.escape(route) for route in _words())
    # Not in the middle of "events/registration/emails.py", which is a file.
    start = r"(?:https?://[^\s/]+|(?<![\w.-]))"
    return re.compile(rf'(?P<way>{start}/(?:(?:{languages})/)?(?P<route>{routes}))[^/\s"?]+')
