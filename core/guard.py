"""The one way from a view to a row: out of what this person may see, or 404.

A view names a queryset that is narrowed already (``visible_to`` and its like) and asks :func:`reach` for one row of it.
Whether a row that is not there exists nobody learns; that somebody tried is logged and audited, by opaque ids alone.
``tests/test_guard.py`` reads the views and allows no other beginning.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone

from core import audit

log = logging.getLogger("maillage.access")

Row = TypeVar("Row", bound=models.Model)
Method = TypeVar("Method", bound=Callable[..., Any])

#: Names of queryset methods that narrow to what somebody may reach, wherever they stand.
DOORS = frozenset({"visible_to", "of_person", "kept_by", "run_by"})
#: Refusals of one person at one object are noted once in this time.
NOTED_EVERY = timedelta(hours=1)


def door(method: Method) -> Method:
    """Marks a queryset method of another name that narrows to what somebody may reach: a view may begin with it."""
    method.is_door = True  # type: ignore[attr-defined]  # read by tests/test_guard.py
    return method


def reach(request: HttpRequest, queryset: models.QuerySet[Row], **lookup: Any) -> Row:
    """The one row of ``queryset`` that ``lookup`` names; ``queryset`` holds what this person may reach, and no more.

    Cost: 1 query. Where nothing is found: 1 more, and 2 to 3 where the row exists outside their reach.

    Raises Http404, the same for what is not there and for what is somebody else's.
    """
    try:
        return queryset.get(**lookup)
    except OverflowError:
        # A number that no key can be: SQLite says so where the key is another row's.
        raise Http404 from None
    except ObjectDoesNotExist:
        beyond = queryset.model._base_manager.filter(**lookup).order_by("pk").first()
        if beyond is not None:
            _note(request, beyond)
        raise Http404 from None


def _note(request: HttpRequest, beyond: models.Model) -> None:
    """A line, and an entry of the audit: once an hour for one person and one object."""
    user = request.user
    label = beyond._meta.label_lower
    log.warning("user %s refused at %s %s", user.pk or "-", label, beyond.pk)
    person = user.person if user.is_authenticated else None
    same = audit.Entry.objects.filter(
        action="access.refused",
        object_type=label,
        object_id=str(beyond.pk),
        actor=person.pk if person else None,
        at__gt=timezone.now() - NOTED_EVERY,
    )
    if not same.exists():
        audit.record("access.refused", beyond, by=person)
