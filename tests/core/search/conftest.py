"""Types of documents that no room has."""

from collections.abc import Iterator

import pytest

from core import search
from core.search import Document, kinds

#: What the source of "test.job" says; a test may change it.
JOBS = [
    Document("test.job", 1, "fr", "Soudeuse-monteuse", "Lit des plans et soude l’acier inoxydable à Trois-Rivières"),
    Document("test.job", 2, "fr", "Soudeur", "Atelier de métal à Saguenay"),
    Document("test.job", 3, "en", "Welder", "Stainless steel, in a workshop of Saguenay"),
    Document("test.job", 4, "fr", "Infirmière", "Soins à domicile; expérience de la psychiatrie"),
    Document("test.job", 5, "fr", "Préposé aux bénéficiaires", "Soins aux personnes âgées, avec une infirmière"),
    Document("test.job", 6, "fr", "Développeur C++", "Logiciels embarqués; technologies de l’information"),
    Document("test.job", 7, "fr", "Directrice des ressources humaines", "Recrutement, paie"),
    Document("test.job", 8, "fr", "Cuisinier", "Restaurant de l’île d’Orléans"),
    Document("test.job", 9, "en", "Software developer", "Python, C#, .NET"),
    Document("test.job", 10, "fr", "Technicienne en informatique", "Dépannage d’ordinateurs"),
]


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Document]]:
    """The documents that the source gives; they are not in the index yet."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    given = list(JOBS)
    search.source("test.job", bilingual=True)(lambda: given)
    search.source("test.name", names=True)(list)
    yield given
