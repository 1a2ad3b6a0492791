"""What the index keeps of a document: what it is, and the terms it is found by.

On SQLite triggers carry the terms into an FTS5 table that holds no copy of them; on PostgreSQL two columns are generated from
them (migration ``0006``). Either way the index is part of the transaction that writes the row. A migration that rebuilds
``core_indexed`` on SQLite takes its triggers along and has to make them again.
"""

from django.db import models
from django.db.models import Q


class Indexed(models.Model):
    """One document in one language. ``type`` and ``key`` are the room's; ``owner`` is the Person it is about, if anybody."""

    type = models.CharField(max_length=60)
    key = models.BigIntegerField()
    #: Empty: of no language (names).
    language = models.CharField(max_length=2, blank=True)
    audience = models.CharField(max_length=120, blank=True)
    owner = models.BigIntegerField(null=True)
    #: Added to the score.
    boost = models.SmallIntegerField(default=0)
    #: Terms, each once, parted by one space.
    title_terms = models.TextField()
    text_terms = models.TextField()
    #: Terms that say of which type, language and audience the document is.
    facets = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "key", "language"], name="indexed_once")]
        indexes = [
            models.Index(fields=["owner"], condition=Q(owner__isnull=False), name="indexed_by_owner"),
            # Going through many matches on SQLite reads this in place of the rows, which are long.
            models.Index(fields=["id", "key", "boost"], name="indexed_in_short"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key} {self.language}".rstrip()
