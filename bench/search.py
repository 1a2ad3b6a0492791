"""How fast words find documents: 100,000 invented ones, on SQLite and on PostgreSQL.

usage: python -m bench.search [--documents N] [--rounds N]

Each question is asked of an index in which its words are as common as words are: the most common stands in three documents
of ten. p50 and p95 are over every question of a kind, all rounds; the spread is that of the rounds' medians.
Figures are kept as ``search`` in ``bench/results.json``.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import house
from bench.figures import commit, keep, spread

ROOT = Path(__file__).resolve().parent.parent
JOBS = [
    "soudeur",
    "soudeuse",
    "infirmière",
    "infirmier",
    "développeuse",
    "programmeur",
    "cuisinier",
    "préposée",
    "technicien",
    "mécanicienne",
    "comptable",
    "enseignante",
    "machiniste",
    "électricien",
    "ingénieure",
    "boulanger",
    "caissière",
    "opérateur",
    "chauffeuse",
    "gestionnaire",
    "analyste",
]
SKILLS = [
    "gestion",
    "organisation",
    "écoute",
    "anglais",
    "espagnol",
    "arabe",
    "créole",
    "portugais",
    "équipe",
    "communication",
    "Excel",
    "Python",
    "soudage",
    "lecture",
    "plans",
    "caisse",
    "vente",
    "accueil",
    "entretien",
    "cuisine",
    "pâtisserie",
    "soins",
    "hygiène",
    "sécurité",
    "conduite",
    "logistique",
    "inventaire",
    "entrepôt",
    "marketing",
    "rédaction",
    "traduction",
    "enseignement",
    "animation",
    "musique",
    "dessin",
    "réseaux",
    "bases",
    "données",
    "statistique",
    "laboratoire",
    "chimie",
    "biologie",
]
TOWNS = [
    "Montréal",
    "Québec",
    "Saguenay",
    "Sherbrooke",
    "Gatineau",
    "Rimouski",
    "Trois-Rivières",
    "Drummondville",
    "Lévis",
    "Rouyn-Noranda",
]
GIVEN = [
    "Ana",
    "Ioana",
    "Fatou",
    "Amina",
    "Nour",
    "Wei",
    "Linh",
    "Maria",
    "Rosa",
    "Yasmine",
    "Omar",
    "Karim",
    "Mateo",
    "Lucas",
    "Ivan",
    "Jean-Pierre",
    "Samuel",
    "Élie",
]
ENDS = [
    "ova",
    "escu",
    "iere",
    "ault",
    "mann",
    "sson",
    "inho",
    "ique",
    "etti",
    "akis",
    "oglu",
    "moto",
    "wang",
    "bert",
    "dine",
    "lain",
]

#: Kind -> questions. Common words, rare ones, several together, unfinished, mistyped, and names.
QUESTIONS = {
    "one_word": ["soudeur", "gestion", "infirmiere", "excel", "python", "chauffeur"],
    "several_words": [
        "gestion equipe",
        "soudeur saguenay",
        "infirmiere anglais soins",
        "cuisinier patisserie montreal",
    ],
    "unfinished": ["soud", "inf", "gestion equ", "trois-riv"],
    "rare": ["travail37 soudeur", "travail90", "travail4000 gestion"],
    "mistyped": ["sodeur", "infirmeire", "montraél", "comptabel"],
}
NAMES = ["ana", "fatou ov", "jean-pierre", "marai", "el", "karim bert"]


def documents(number: int) -> Iterator[Any]:
    from core.search import Document

    draw = random.Random(2027)
    for key in range(1, number + 1):
        # Three of ten say "gestion"; rarer skills follow, and a tail of words of which each is rare.
        skills = {SKILLS[int(len(SKILLS) * draw.random() ** 1.2)] for _each in range(8)}
        tail = " ".join(f"travail{int(5000 * draw.random() ** 2)}" for _each in range(8))
        text = f"{' '.join(sorted(skills))} {draw.choice(TOWNS)} {draw.randint(1, 20)} ans d’expérience {tail}"
        audience = f"organisation/{draw.randint(1, 20)}"
        yield Document("bench.card", key, "fr", draw.choice(JOBS), text, audience=audience, owner=key)


def names(number: int) -> Iterator[Any]:
    from core.search import Document

    draw = random.Random(2028)
    letters = "bcdfglmnprstv"
    for key in range(1, number + 1):
        family = "".join(draw.choice(letters) + draw.choice("aeiou") for _each in range(2)) + draw.choice(ENDS)
        yield Document("bench.name", key, "", f"{draw.choice(GIVEN)} {family.title()}", owner=key)


def inside(number: int, rounds: int) -> dict[str, Any]:
    """Fill the database this process has, ask, and say how long it took."""
    import django

    django.setup()
    from django.db import connection

    from core import search
    from core.search import index

    search.source("bench.card")(lambda: documents(number))
    search.source("bench.name", names=True)(lambda: names(number))
    began = time.perf_counter()
    for made in (documents(number), names(number)):
        while batch := list(zip(range(2000), made)):  # noqa: B905  (the last is short)
            search.put(document for _place, document in batch)
    filled = time.perf_counter() - began
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    flat: dict[str, Any] = {"documents": 2 * number, "put_per_s": round(2 * number / filled)}

    def measure(kind: str, questions: list[str], ask: Callable[[str], object]) -> None:
        for question in questions:
            ask(question)
        times = [[timed(ask, question) for question in questions] for _round in range(rounds)]
        every = sorted(one for each in times for one in each)
        flat[kind] = {
            "p50_ms": round(every[len(every) // 2], 2),
            "p95_ms": round(every[min(len(every) - 1, int(len(every) * 0.95))], 2),
            "slowest": questions[max(range(len(questions)), key=lambda place: min(each[place] for each in times))],
            "rounds": spread(sorted(each)[len(each) // 2] for each in times),
        }

    for kind, questions in QUESTIONS.items():
        measure(f"find.{kind}", questions, lambda words: search.find(words, type="bench.card"))
        measure(f"matching.{kind}", questions, lambda words: count(search.matching(words, type="bench.card")))
    one = ["organisation/7"]
    measure(
        "find.own_audience",
        QUESTIONS["one_word"] + QUESTIONS["several_words"],
        lambda words: search.find(words, type="bench.card", audiences=one),
    )
    measure("find.names", NAMES, lambda words: search.find(words, type="bench.name"))
    flat["put_one_ms"] = spread(timed(put_one, key) for key in range(1, 51))
    flat["forget_one_ms"] = spread(timed(index.forget_owner, key) for key in range(60, 63))
    return flat


def put_one(key: int) -> None:
    from core import search

    search.put([search.Document("bench.card", key, "fr", "Soudeuse", f"soins gestion nouveau{key}", owner=key)])


def count(matching: Any) -> int:
    """As a list does it: how many, and the first page."""
    from core.search import Indexed

    held = Indexed.objects.filter(type="bench.card", key__in=matching)
    return held.count() + len(held.order_by("key")[:20])


def timed(work: Callable[[Any], object], argument: Any) -> float:
    began = time.perf_counter()
    work(argument)
    return (time.perf_counter() - began) * 1000


def measured(url: str, folder: str, number: int, rounds: int) -> dict[str, Any]:
    """The figures of one database, taken by a process of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": url,
        "MAILLAGE_VAR": folder,
        "REDIS_URL": "none",
    }
    for command in (
        ["manage.py", "migrate", "-v", "0"],
        ["-m", "bench.search", "--inside", "--documents", str(number), "--rounds", str(rounds)],
    ):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-4000:])
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        print(json.dumps(inside(chosen.documents, chosen.rounds)))
        return
    whole: dict[str, Any] = {"commit": commit()}
    with tempfile.TemporaryDirectory(prefix="maillage-search-") as folder, house.services() as services:
        for name, url in (("sqlite", f"sqlite:///{folder}/search.sqlite3"), ("postgresql", services["DATABASE_URL"])):
            whole[name] = measured(url, folder, chosen.documents, chosen.rounds)
    keep("results.json", {"search": whole})


if __name__ == "__main__":
    main()
