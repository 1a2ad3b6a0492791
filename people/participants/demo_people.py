"""Invented people for the demonstration: names, trades and words that make a list worth reading. Nobody of these exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

GIVEN = (
    "Amina Awa Aïcha Fatou Nadia Samira Leïla Yasmine Inès Salma Mariam Khadija Rania Zineb Thi·Mai Linh Hương Mei Xin "
    "Priya Anjali Sunita Farida Olena Iryna Natalia Oksana Elena Camila Valentina Lucía Paola Gabriela Juliana Rosa Beatriz "
    "Esther Grâce Chantal Clarisse Divine Aline Odette Solange Mirlande Nadège Guerline Katarzyna Ioana Karim Youssef Mehdi "
    "Rachid Bilal Omar Tarek Samir Hassan Idriss Mamadou Ousmane Cheikh Moussa Ibrahima Koffi Kwame Emmanuel Patrice Didier "
    "Serge Jean-Robert Wilner Fritz Diego Mateo Andrés Felipe Carlos Javier Thiago Rafael Minh Tuấn Wei Jun Arjun Rahul Sanjay "
    "Reza Dariush Mykola Andriy Dmytro Sergiu Mihai Tomasz Hamid Nabil"
).replace("·", "\u00a0")
FAMILY = (
    "Benali Haddad Mansouri Bouzid Cherif Belkacem Amrani Ziani Traoré Diallo Keïta Coulibaly Sow Ndiaye Diop Camara Bah Koné "
    "Ouattara Kouassi Mensah Okonkwo Adeyemi Mbeki Kabongo Ilunga Tshibanda Nkurunziza Uwimana Hakizimana Pierre-Louis Joseph "
    "Toussaint Désir Charles Nguyễn Trần Lê Phạm Chen Wang Liu Zhang Sharma Patel Singh Gupta Fernando Hosseini Karimi Rahimi "
    "Kovalenko Shevchenko Bondarenko Popescu Ionescu Kowalska García Rodríguez Martínez Gómez Hernández Silva Santos Oliveira "
    "Pereira Rojas Vargas Torres Morales Castillo Mejía El·Khoury Farah Sayegh Abdi Warsame Tesfaye Bekele"
).replace("·", "\u00a0")
#: NOC 2021 unit group, feminine and masculine name in French, and what such a person does well, one a line.
TRADES = [
    ("21231", "Développeuse de logiciels", "Développeur de logiciels", "Python\nBases de données\nTravail en équipe"),
    ("31301", "Infirmière", "Infirmier", "Soins d’urgence\nTriage\nÉcoute"),
    ("33102", "Préposée aux bénéficiaires", "Préposé aux bénéficiaires", "Soins d’hygiène\nDéplacements\nPatience"),
    ("72106", "Soudeuse", "Soudeur", "TIG et MIG\nLecture de plans\nInox et aluminium"),
    ("72400", "Mécanicienne industrielle", "Mécanicien industriel", "Hydraulique\nEntretien préventif\nDépannage"),
    ("72200", "Électricienne", "Électricien", "Câblage\nAutomates\nSécurité"),
    ("11100", "Comptable", "Comptable", "Paie\nFin de mois\nSage et Excel"),
    ("13110", "Adjointe administrative", "Adjoint administratif", "Agenda\nCorrespondance\nAccueil"),
    ("21300", "Ingénieure civile", "Ingénieur civil", "Structures\nAutoCAD\nGestion de chantier"),
    ("21321", "Ingénieure industrielle", "Ingénieur industriel", "Amélioration continue\nPlanification\nQualité"),
    ("42202", "Éducatrice à la petite enfance", "Éducateur à la petite enfance", "Jeux\nObservation\nParents"),
    ("63200", "Cuisinière", "Cuisinier", "Cuisine de base\nPâtisserie\nHygiène"),
    ("73300", "Camionneuse", "Camionneur", "Longue route\nInspection\nPonctualité"),
    (
        "94140",
        "Opératrice en transformation des aliments",
        "Opérateur en transformation des aliments",
        "HACCP\nEmballage\nÉquipe de nuit",
    ),
    ("41220", "Enseignante au secondaire", "Enseignant au secondaire", "Mathématiques\nGestion de classe\nTutorat"),
    (
        "22221",
        "Technicienne en soutien informatique",
        "Technicien en soutien informatique",
        "Réseaux\nService\nWindows et Linux",
    ),
    (
        "64409",
        "Représentante au service à la clientèle",
        "Représentant au service à la clientèle",
        "Téléphone\nCalme\nDeux langues",
    ),
    ("75110", "Manœuvre en construction", "Manœuvre en construction", "Coffrage\nEndurance\nSécurité"),
    ("82031", "Ouvrière forestière", "Ouvrier forestier", "Abattage\nGPS\nTravail en équipe"),
    ("14400", "Expéditrice", "Expéditeur", "Inventaire\nChariot élévateur\nBordereaux"),
]
TONGUES = [
    "arabe",
    "espagnol",
    "anglais",
    "créole haïtien",
    "vietnamien",
    "mandarin",
    "ukrainien",
    "wolof",
    "lingala",
    "persan",
    "portugais",
    "roumain",
    "kabyle",
    "hindi",
]
NOTES = [
    ("meeting", "Première rencontre{N}: veut reprendre son métier, est prête à changer de région si le logement suit."),
    ("call", "Appelée pour fixer la rencontre. Préfère le matin."),
    ("meeting", "CV relu ensemble, deux expériences ajoutées. Reste à décrire le dernier emploi."),
    ("message", "A envoyé l’évaluation comparative de ses diplômes."),
    ("observation", "À l’aise à l’oral, hésite à l’écrit{N}: proposer l’atelier du mercredi."),
    ("call", "Conjoint en recherche d’emploi aussi{N}: en tenir compte pour le choix de la région."),
    ("meeting", "Connaît déjà quelqu’un à Saguenay. Voudrait visiter avant de décider."),
    ("message", "Demande si le transport est payé pendant le séjour. Répondu."),
]  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist."""

    number: int
    name: str
    email: str
    language: str
    trade: str
    title: str
    skills: str


def invented(count: int, seed: int = 2026) -> Iterator[Invented]:
    """The same people at each call; names are pairs that come once. One in nine reads English, one in 25 has no address."""
    chance = Random(seed)  # noqa: S311  (invented people, no secret)
    given, family = GIVEN.split(" "), FAMILY.split(" ")
    pairs = [(first, last) for first in given for last in family]
    chance.shuffle(pairs)
    feminine = set(given[: given.index("Karim")])
    for number, (first, last) in enumerate(pairs[:count], 1):
        code, she, he, skills = chance.choice(TRADES)
        yield Invented(
            number=number,
            name=f"{first} {last}",
            email="" if number % 25 == 0 else f"personne{number:03}@exemple.test",
            language="en" if number % 9 == 0 else "fr",
            trade=code,
            title=she if first in feminine else he,
            skills=skills,
        )
