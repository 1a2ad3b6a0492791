"""How fast a caseworker finds who is ready among 100,000 invented people, on SQLite and on PostgreSQL.

usage: python -m bench.pool [--people N] [--rounds N] [--sqlite FILE] [--postgresql URL] [--only sqlite|postgresql]

Six of ten are followed by one candidate bank, half of all are ready, so that the lists are as long as they get. Whole pages are
asked for, signed in, by Django's test client: middleware, queries, template. p50 and p95 are over every question of a kind, all
rounds; the spread is that of the rounds' medians. ``same_answers`` says whether both databases found the same people in the same
order for every question. Pages of rooms above are measured where they are there. A database that is named is filled once and kept. Figures of both are kept
as ``people`` in ``bench/results.json``.
"""

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench import house
from bench.figures import commit, keep, spread

ROOT = Path(__file__).resolve().parent.parent
#: On a list: whom a line links to, and how many there are.
REFERENCE, TOTAL = re.compile(r'/(\d{8})/"'), re.compile(r'<p role="status">[^<]*</p>')
#: Unit group, title, skills. Common trades come first.
TRADES = [
    ("72106", "Soudeuse", "soudage TIG lecture plans"), ("33102", "Préposé aux bénéficiaires", "soins hygiène écoute"),
    ("21231", "Développeuse de logiciels", "Python bases données équipe"), ("31301", "Infirmière", "soins urgence triage"),
    ("63200", "Cuisinier", "cuisine pâtisserie hygiène"), ("73300", "Camionneuse", "conduite inspection logistique"),
    ("11100", "Comptable", "paie Excel gestion"), ("72400", "Mécanicienne industrielle", "hydraulique entretien"),
    ("42202", "Éducatrice à la petite enfance", "jeux observation"), ("21300", "Ingénieur civil", "structures AutoCAD gestion"),
    ("64409", "Représentant au service à la clientèle", "téléphone vente accueil"), ("14400", "Expéditeur", "inventaire entrepôt"),
    ("94140", "Opératrice", "emballage HACCP"), ("22221", "Technicien en soutien informatique", "réseaux Windows Linux"),
    ("75110", "Manœuvre", "coffrage sécurité"), ("82031", "Ouvrière forestière", "abattage GPS"),
]  # fmt: skip
#: Kind -> filters of the list. Nothing narrowed, common and rare, one of each, several, words, words that nobody has.
QUESTIONS: dict[str, list[dict[str, str]]] = {
    "list": [{}, {"page": "2"}, {"page": "10"}],
    "search.one": [
        {"group": "72"}, {"group": "82"}, {"region": "02"}, {"region": "17"}, {"when": "evenings"}, {"when": "weekend"},
        {"french": "7-8"}, {"french": "1-4"}, {"group": "21", "occupation": "21231"},
    ],
    "search.several": [
        {"group": "72", "region": "02"}, {"group": "31", "region": "09", "french": "7-8"},
        {"group": "82", "region": "17", "when": "weekend", "french": "9-12"},
        {"group": "72", "occupation": "72106", "region": "02", "when": "mornings", "french": "5-6"},
    ],
    "search.words": [
        {"q": "soudeur"}, {"q": "gestion"}, {"q": "infirmiere soins"}, {"q": "travail37"}, {"q": "soud", "region": "02"},
        {"q": "sodeuse"}, {"q": "introuvable"}, {"q": "python", "french": "7-8"},
    ],
}  # fmt: skip
#: Among partners, the region is the partner's own.
PARTNER_QUESTIONS: dict[str, list[dict[str, str]]] = {
    "list": [{}, {"page": "2"}],
    "search": [{"group": "72"}, {"french": "7-8"}, {"q": "soudeur"}, {"group": "82", "when": "weekend"}],
}


def fill(number: int) -> None:
    """So many people, the same at each call, and a caseworker of the bank and of the regional partner."""
    from django.utils import timezone

    from core import search
    from core.folding import fold
    from core.reference.models import Region
    from people.accounts.models import Person, Role
    from people.consent.models import Consent
    from people.participants import searchable
    from people.participants.models import Candidacy, Card, CaseFile, Following, FrenchSkillLevel
    from people.pool import entries
    from people.programmes.models import Edition
    from tests.factories.accounts import make_user
    from tests.factories.organisations import make_organisation
    from tests.factories.programmes import make_edition, make_partner

    draw = random.Random(2027)
    now = timezone.now()
    began = datetime(2025, 1, 6, 14, tzinfo=UTC)
    organisations = [make_organisation(f"Organisme {place}", region="02") for place in range(10)]
    editions: list[Edition] = []
    for _place in range(3):
        edition = make_edition(state="open")
        for organisation in organisations:
            role = "regional" if organisation == organisations[1] else "bank"
            make_partner(edition=edition, organisation=organisation, role=role)
        editions.append(edition)
    regions = list(Region.objects.current().values_list("pk", flat=True))
    numbers = iter(range(1, number + 1))
    while batch := list(islice(numbers, 1000)):
        people = [
            Person(name=f"Personne {each:06}", language="fr", folded=fold(f"Personne {each:06}")) for each in batch
        ]
        Person.objects.bulk_create(people)
        files = [
            CaseFile(
                person=person,
                reference=f"{each:08}",
                organisation=organisations[0] if draw.random() < 0.6 else draw.choice(organisations),
                opened_at=began,
            )
            for each, person in zip(batch, people, strict=True)
        ]
        CaseFile.objects.bulk_create(files)
        Following.objects.bulk_create(
            Following(case_file=file, organisation=file.organisation, how="shared_out", since=began) for file in files
        )
        cards = []
        for person in people:
            code, title, skills = TRADES[int(len(TRADES) * draw.random() ** 1.5)]
            words = " ".join(f"travail{int(5000 * draw.random() ** 2)}" for _each in range(6))
            cards.append(
                Card(
                    person=person, occupation_code=code, major_group_id=code[:2], occupation_title=title,
                    headline=f"{title}, {draw.randint(1, 25)} ans de métier", skills=skills.replace(" ", "\n"), summary=words,
                    years_experience=draw.randint(0, 25), availability=draw.randint(1, 2**21 - 1) & draw.randint(1, 2**21 - 1) or 1,
                    goes_anywhere=draw.random() < 0.1, language="fr",
                )
            )  # fmt: skip
        Card.objects.bulk_create(cards)
        Card.regions.through.objects.bulk_create(
            Card.regions.through(card_id=card.pk, region_id=region)
            for card in cards
            for region in draw.sample(regions, draw.randint(1, 3))
        )
        levels = [(file, draw.randint(1, 12)) for file in files if draw.random() < 0.9]
        FrenchSkillLevel.objects.bulk_create(
            FrenchSkillLevel(case_file=file, skill_id=skill, level_id=str(max(1, level - less)))
            for file, level in levels
            for skill, less in (("oral_comprehension", 0), ("oral_production", 1), ("written_comprehension", 1))
        )
        Consent.objects.bulk_create(
            Consent(
                person=person, purpose=purpose, wording_version=1, language="fr", how="self", given_by=person,
                given_at=began, until=now + timedelta(days=400),
            )
            for person in people
            for purpose, share in (("matching", 0.8), ("card", 0.8), ("french_level", 0.7))
            if draw.random() < share
        )  # fmt: skip
        requests = []
        for file in files:
            asked = began + timedelta(minutes=draw.randint(0, 500_000))
            state = draw.choices(["in_pool", "eligible", "intake", "not_yet"], [65, 15, 12, 8])[0]
            for edition in draw.sample(editions, 2 if draw.random() < 0.1 else 1):
                requests.append(
                    Candidacy(
                        case_file=file, edition=edition, organisation=file.organisation, state=state, asked_at=asked,
                        assigned_at=asked, state_since=asked + timedelta(days=draw.randint(0, 40)),
                    )
                )  # fmt: skip
        Candidacy.objects.bulk_create(requests)
        search.put(searchable.document_of(card) for card in cards)
    entries.rebuild()
    make_user(Role.CASEWORKER, scope=organisations[0].scope)
    make_user(Role.CASEWORKER, scope=organisations[1].scope)


def logins() -> dict[str, Any]:
    """A caseworker of the bank, and one of the regional partner."""
    from people.accounts.models import User

    names = {"bank": "Organisme 0", "regional": "Organisme 1"}
    return {key: User.objects.get(grants__scope__organisation__name=name) for key, name in names.items()}


def take(caseworker: Any) -> None:
    """Forty files are this caseworker's, one in 160 nobody's yet, the others in the hands of colleagues."""
    from django.db.models import F, Value
    from django.db.models.functions import Mod

    from people.accounts.models import Person
    from people.participants.models import CaseFile

    files = CaseFile.objects.filter(organisation__name="Organisme 0")
    if files.filter(caseworker=caseworker.person).exists():
        return
    colleague = Person.objects.create(name="Collègue")
    files.alias(turn=Mod(F("pk"), Value(160))).exclude(turn=0).update(caseworker=colleague)
    mine = list(files.filter(caseworker=colleague).order_by("pk").values_list("pk", flat=True)[:40])
    CaseFile.objects.filter(pk__in=mine).update(caseworker=caseworker.person)


def inside(number: int, rounds: int) -> dict[str, Any]:
    """Fill the database this process has, ask, and say how long it took and what was found."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.urls import NoReverseMatch, reverse
    from django.utils import translation

    from core.settled import settle
    from people.participants.models import CaseFile
    from tests.factories.accounts import sign_in

    began = time.perf_counter()
    if CaseFile.objects.count() < number:
        fill(number)
    users = logins()
    take(users["bank"])
    flat: dict[str, Any] = {"people": number, "filled_s": round(time.perf_counter() - began)}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    bank, regional = (sign_in(Client(HTTP_HOST="127.0.0.1"), users[name]) for name in ("bank", "regional"))
    answers: dict[str, str] = {}

    def measure(kind: str, client: Client, asked: list[tuple[str, dict[str, str]]]) -> None:
        for path, query in asked:
            found = client.get(path, query)
            assert found.status_code == 200, (path, query, found.status_code)
            page = found.content.decode()
            said = ",".join(dict.fromkeys(REFERENCE.findall(page))) + "".join(TOTAL.findall(page))
            answers[f"{kind} {query}"] = hashlib.sha256(said.encode()).hexdigest()[:16]
        flat[kind] = timed(client, asked, rounds) | {"queries": max(queries(client, *each) for each in asked)}

    settle()
    with translation.override("fr"):
        people, partners = reverse("pool:people"), reverse("pool:partner_people")
        for kind, questions in QUESTIONS.items():
            measure(f"pool.{kind}", bank, [(people, query) for query in questions])
        for kind, questions in PARTNER_QUESTIONS.items():
            measure(f"partners.{kind}", regional, [(partners, query) for query in questions])
        some = references()
        measure("card", bank, [(reverse("pool:card", args=[each]), {}) for each in some])
        for kind, name, arguments in (
            ("caseworker.morning", "caseworker:morning", [[]]),
            ("caseworker.people", "caseworker:people", [[]]),
            ("caseworker.file", "caseworker:file", [[each] for each in some]),
        ):
            try:
                paths = [reverse(name, args=each) for each in arguments]
            except NoReverseMatch:
                continue
            measure(kind, bank, [(path, {}) for path in paths])
    # What else the machine did meanwhile is in every figure.
    flat["load"] = round(os.getloadavg()[1], 1)
    flat["answers"] = answers
    return flat


def references() -> list[str]:
    """A few people of the bank who are ready."""
    from people.participants.models import Candidacy

    ready = Candidacy.objects.in_pool().filter(organisation__name="Organisme 0").order_by("pk")
    return list(ready.values_list("case_file__reference", flat=True)[:200:25])


def timed(client: Any, asked: list[tuple[str, dict[str, str]]], rounds: int) -> dict[str, Any]:
    times: list[list[float]] = []
    cpu: list[float] = []
    for _round in range(rounds):
        times.append([])
        for path, query in asked:
            began, worked = time.perf_counter(), time.process_time()
            client.get(path, query)
            times[-1].append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
    every = sorted(one for each in times for one in each)
    slowest = max(range(len(asked)), key=lambda place: min(each[place] for each in times))
    return {
        "p50_ms": round(every[len(every) // 2], 1),
        "p95_ms": round(every[min(len(every) - 1, int(len(every) * 0.95))], 1),
        # Of this process: on SQLite all of it, on PostgreSQL without its server.
        "cpu_p50_ms": round(sorted(cpu)[len(cpu) // 2], 1),
        "slowest": asked[slowest][1],
        "rounds": spread(sorted(each)[len(each) // 2] for each in times),
    }


def queries(client: Any, path: str, query: dict[str, str]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(path, query)
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for each in caught)


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
        ["manage.py", "load_reference", "-v", "0"],
        ["manage.py", "load_starter", "-v", "0"],
        ["-m", "bench.pool", "--inside", "--people", str(number), "--rounds", str(rounds)],
    ):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-4000:])
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def databases(chosen: argparse.Namespace, folder: str, stack: ExitStack) -> Iterator[tuple[str, str]]:
    only, postgresql = chosen.only, chosen.postgresql
    if only in ("", "sqlite"):
        yield "sqlite", f"sqlite:///{chosen.sqlite or f'{folder}/pool.sqlite3'}"
    if only in ("", "postgresql"):
        yield "postgresql", postgresql or stack.enter_context(house.services())["DATABASE_URL"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--sqlite", default="", help="absolute path of a file to fill and keep; one is thrown away otherwise"
    )
    parser.add_argument(
        "--postgresql", default="", help="a database to fill and keep; a server of its own is started otherwise"
    )
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        print(json.dumps(inside(chosen.people, chosen.rounds)))
        return
    whole: dict[str, Any] = {"commit": commit()}
    answers = []
    with tempfile.TemporaryDirectory(prefix="maillage-pool-") as folder, ExitStack() as stack:
        for name, url in databases(chosen, folder, stack):
            whole[name] = measured(url, folder, chosen.people, chosen.rounds)
            answers.append(whole[name].pop("answers"))
    if len(answers) == 2:
        whole["same_answers"] = answers[0] == answers[1]
        keep("results.json", {"people": whole})
    else:
        print(json.dumps(whole, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
