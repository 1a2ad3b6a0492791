"""The words that documents hold, found again by their trigrams: what somebody may have meant who mistyped one."""

from collections.abc import Collection, Iterable

from django.db import connection, models

from core.search.analysis import bare
from core.search.query import Term, facet, fts, tsquery

#: A typed word this long may have one edit; the words it may mean are at most one letter shorter.
SHORTEST = 5
#: One edit changes at most so many trigrams in a row (two letters swapped).
TOUCHED = 4
#: Words that one mistyped word may stand for.
MOST_MEANT = 12
BATCH = 500
#: Words that are asked for in one query.
QUESTIONS = 100


class KnownWord(models.Model):
    """A word that stands in a document of this type, or did until the last sweep."""

    type = models.CharField(max_length=60)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "word"], name="known_word_once")]

    def __str__(self) -> str:
        return self.word


class WordTrigram(models.Model):
    """Three letters in a row of a known word; "^" and "$" are its ends."""

    gram = models.CharField(max_length=3)
    #: Copied from the word, so that the index alone says which words share a trigram.
    type = models.CharField(max_length=60)
    length = models.PositiveSmallIntegerField()
    word = models.ForeignKey(KnownWord, on_delete=models.CASCADE, related_name="trigrams", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "gram", "length", "word"], name="word_trigram_once"),
        ]
        indexes = [models.Index(fields=["word"], name="word_trigram_by_word")]

    def __str__(self) -> str:
        return self.gram


def trigrams(word: str) -> list[str]:
    """ "^ab", "abc", … "yz$", each once, in order."""
    ended = f"^{word}$"
    return list(dict.fromkeys(ended[place : place + 3] for place in range(len(ended) - 2)))


def learnable(terms: Iterable[str]) -> set[str]:
    """Words among the terms that a mistyped word may mean."""
    return {word for word in bare(terms) if len(word) >= SHORTEST - 1 and word.isalpha()}


def learn(type: str, words: Collection[str]) -> None:
    """Know these words of documents that were just written. Cost: 1 query; with new words 3 more, and 1 per 500 trigrams."""
    wanted = sorted(words)
    known = _held(type, wanted)
    new = [word for word in wanted if word not in known]
    if not new:
        return
    there: dict[str, int] = {}
    # A word that another transaction had made, and a third one swept before we could hold it, is made once more.
    while missing := [word for word in new if word not in there]:
        KnownWord.objects.bulk_create(
            [KnownWord(type=type, word=word) for word in missing], ignore_conflicts=True, batch_size=BATCH
        )
        there |= _held(type, missing)
    WordTrigram.objects.bulk_create(
        [
            WordTrigram(gram=gram, type=type, length=len(word), word_id=pk)
            for word, pk in sorted(there.items(), key=lambda row: row[1])
            for gram in trigrams(word)
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )


def _held(type: str, words: list[str]) -> dict[str, int]:
    """Those of the words that are known, with their keys. PostgreSQL keeps a sweep from taking them until this transaction ends."""
    found: dict[str, int] = {}
    for start in range(0, len(words), BATCH):
        known = KnownWord.objects.filter(type=type, word__in=words[start : start + BATCH]).order_by("pk")
        sql, parameters = known.values_list("word", "pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(sql + (" FOR KEY SHARE" if connection.vendor == "postgresql" else ""), parameters)
            found |= dict(cursor.fetchall())
    return found


def sweep(type: str, words: Collection[str]) -> int:
    """Forget those of the words that no document of the type holds any more; how many. Cost, per 100: 1 query, 4 if one goes.

    A word that another transaction is just putting into a document stays.
    """
    gone = 0
    wanted = sorted(words)
    for start in range(0, len(wanted), QUESTIONS):
        unused = _unused(type, wanted[start : start + QUESTIONS])
        if unused and connection.features.has_select_for_update_skip_locked:
            locked = KnownWord.objects.filter(pk__in=unused).select_for_update(skip_locked=True, of=("self",))
            # Asked again now that nobody else can put them anywhere.
            unused = _unused(type, list(locked.order_by("pk").values_list("word", flat=True)))
        if unused:
            WordTrigram.objects.filter(word__in=unused).delete()
            gone += KnownWord.objects.filter(pk__in=unused).delete()[0]
    return gone


def sweep_all(type: str) -> int:
    """Forget every word of the type that no document holds any more; how many."""
    gone, last = 0, 0
    while True:
        rows = list(KnownWord.objects.filter(type=type, pk__gt=last).order_by("pk").values_list("pk", "word")[:BATCH])
        if not rows:
            return gone
        last = rows[-1][0]
        gone += sweep(type, [word for _pk, word in rows])


#: Whether a document holds terms, said to each database.
HOLDS = {
    "sqlite": "SELECT %s WHERE EXISTS (SELECT 1 FROM core_search_fts WHERE core_search_fts MATCH %s)",
    "postgresql": "SELECT %s WHERE EXISTS (SELECT 1 FROM core_indexed WHERE matched @@ %s::tsquery)",
}


def _unused(type: str, words: list[str]) -> list[int]:
    """Known words of these that no document of the type holds; their ids, in order. Cost: 1 query, 1 more if there are any."""
    if not words:
        return []
    said = {"sqlite": fts, "postgresql": tsquery}[connection.vendor]
    of_type = [Term(facet("t", type))]
    # A question for each word in place of one for all: PostgreSQL then knows which are rare.
    questions = " UNION ALL ".join([HOLDS[connection.vendor]] * len(words))
    with connection.cursor() as cursor:
        cursor.execute(questions, [part for word in words for part in (word, said([[Term(word)], of_type]))])
        held = {word for (word,) in cursor.fetchall()}
    gone = [word for word in words if word not in held]
    if not gone:
        return []
    return list(KnownWord.objects.filter(type=type, word__in=gone).order_by("pk").values_list("pk", flat=True))


def meant_by(typed: str, type: str) -> list[str]:
    """Known words one edit away (a letter more, less, another, or two swapped), in alphabetical order. Cost: 1 query."""
    if len(typed) < SHORTEST or not typed.isalpha():
        return []
    grams = trigrams(typed)
    # One edit leaves the others as they are; a repeated trigram counts once, hence at least one.
    shared = max(1, len(grams) - TOUCHED)
    near = (
        WordTrigram.objects.filter(type=type, gram__in=grams, length__in=[len(typed) - 1, len(typed), len(typed) + 1])
        .values("word_id")
        .annotate(shared=models.Count("pk"))
        .filter(shared__gte=shared)
        .values("word_id")
    )
    words = KnownWord.objects.filter(pk__in=near).values_list("word", flat=True)
    # Sorted here: the databases have alphabets of their own.
    return sorted(word for word in words if is_one_edit(typed, word))[:MOST_MEANT]


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or a swap of two neighbours makes one word of the other."""
    if one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(longer) - len(shorter) == 1:
        return shorter[start:] == longer[start + 1 :]
    if len(longer) != len(shorter):
        return False
    swapped = shorter[start + 1 : start + 2] + shorter[start : start + 1]
    return shorter[start + 1 :] == longer[start + 1 :] or (
        swapped + shorter[start + 2 :] == longer[start:] and len(swapped) == 2
    )
