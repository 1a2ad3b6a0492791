"""An organisation that holds people's files and names nobody who answers for them: a check fails, and an alert says so."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from core.alerts import Alert
from core.bilingual import Said
from people.oversight import rules
from people.oversight.models import PrivacyPolicy, oversees

#: Cache key of how many lack one; forgotten at each publication, and after a minute.
CACHED = "oversight.lacking"
CACHED_SECONDS = 60


@register(Tags.database, deploy=True)
def each_organisation_names_who_answers(
    app_configs: Any, databases: Iterable[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """oversight.E001, one for each organisation, and for the operator: no privacy officer and policy published.

    Asked by ``manage.py check --deploy --database default``: a migration must not wait for somebody's signature.
    """
    if "default" not in (databases or ()):
        return []
    try:
        if PrivacyPolicy._meta.db_table not in connections["default"].introspection.table_names():
            return []
        lacking: list[Any] = list(rules.organisations_lacking_a_policy())
        if rules.operator_lacks_a_policy():
            lacking.insert(0, None)
    except DatabaseError:
        # A database that cannot be asked is other checks' business.
        return []
    return [
        Error(
            f"{organisation or 'The operator of the site'} has published no privacy officer and policy.",
            hint="Workspace, “Privacy officers and policies”.",
            obj=organisation,
            id="oversight.E001",
        )
        for organisation in lacking
    ]


def how_many_lack() -> int:
    """Organisations, and the operator, without one. Cost: 2 queries a minute."""
    known: int | None = cache.get(CACHED)
    if known is None:
        known = rules.organisations_lacking_a_policy().count() + rules.operator_lacks_a_policy()
        cache.set(CACHED, known, CACHED_SECONDS)
    return known


def alerts(request: HttpRequest) -> list[Alert]:
    """In the workspace, for those who can do something about it."""
    user = getattr(request, "user", None)
    # "/fr/gestion/vie-privee/…" -> "/fr/gestion/"
    workspace = "/".join(reverse("oversight:policy_list").split("/")[:3]) + "/"
    if user is None or not request.path.startswith(workspace) or not oversees(user):
        return []
    if not (number := how_many_lack()):
        return []
    words = ngettext(
        "%(number)d organisation that holds people’s files has not published who answers for privacy there.",
        "%(number)d organisations that hold people’s files have not published who answers for privacy there.",
        number,
    ) % {"number": number}
    language = get_language() or "fr"
    return [Alert("error", Said(words, language), reverse("oversight:policy_list"))]
