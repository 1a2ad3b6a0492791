"""Who did what, when, to what: append-only, and free of personal values.

Database triggers refuse UPDATE and DELETE on both databases (migration ``0002_audit_is_append_only``).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from core import personal


class Entry(models.Model):
    """One thing that was done. ``actor`` is the opaque id of a Person, None for the system itself."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    #: What it is about, for whoever hears of it as it is written.
    thing: models.Model | None = None

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


def record(
    action: str,
    thing: models.Model,
    *,
    by: models.Model | None,
    fields: Iterable[str] = (),
    values: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one entry in the caller's transaction. ``by`` is a Person, or None for the system.

    Raises PersonalValue if ``values`` names a field that the privacy register says is personal.
    """
    values = dict(values or {})
    personal.refuse_values(type(thing), values)
    entry = Entry(
        actor=by.pk if by else None,
        action=action,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        fields=sorted(fields),
        values=values,
    )
    entry.thing = thing
    entry.save(force_insert=True)
    return entry
