"""Cards, as they are found by words: by the caseworkers of the pool, never by the public."""

from collections.abc import Iterator

from core import search
from people.participants.models import Card

#: The kind of document in the index.
CARDS = "participants.card"


def document_of(card: Card) -> search.Document:
    return search.Document(
        type=CARDS,
        key=card.pk,
        language=card.language,
        title=f"{card.occupation_title} {card.headline}",
        text=f"{card.skills}\n{card.summary}",
        owner=card.person_id,
    )


@search.source(CARDS)
def documents() -> Iterator[search.Document]:
    """Every card of somebody who is still there."""
    cards = Card.objects.filter(person__erased_at=None, person__merged_into=None)
    for card in cards.order_by("pk").iterator():
        yield document_of(card)
