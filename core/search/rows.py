"""What the index keeps of a document: what it is, and the terms it is found by.

Two tables, so that going through many matches reads short rows. On SQLite triggers carry the terms into an FTS5 table that
holds no copy of them; on PostgreSQL two columns are generated from them (migration ``0006``). Either way the
index is part of the transaction that writes the row. A migration that rebuilds ``core_indexedterms`` on SQLite takes its
triggers along and has to make them again.
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
    #: Of the terms, to tell whether a document changed.
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "key", "language"], name="indexed_once")]
        indexes = [models.Index(fields=["owner"], condition=Q(owner__isnull=False), name="indexed_by_owner")]

    def __str__(self) -> str:
        return f"{self.type} {self.key} {self.language}".rstrip()


class IndexedTerms(models.Model):
    """The terms of a document, each once, parted by one space."""

    document = models.OneToOneField(Indexed, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    title_terms = models.TextField()
    text_terms = models.TextField()
    facets = models.TextField()

    def __str__(self) -> str:
        return str(self.pk)
