"""Words of the demonstration's offers. Employers, people and texts are invented."""

from dataclasses import dataclass
from random import Random

from network.pairing.kinds import Format

#: Region -> a municipality of it. Nine regions.
WORDS = {
    "01": "Rimouski",
    "02": "Saguenay",
    "03": "Québec",
    "04": "Trois-Rivières",
    "05": "Sherbrooke",
    "06": "Montréal",
    "12": "Lévis",
    "14": "Joliette",
    "16": "Saint-Jean-sur-Richelieu",
}
#: Employer (key of ``people.organisations.demo``) -> occupations one can see there.
HOSTS: list[tuple[str, tuple[str, ...]]] = [
    ("bellerive", ("72106", "72400", "21321")),
    ("epaule", ("72400", "82031", "72106")),
    ("trois-vallees", ("94140", "21321", "14400")),
    ("nordet", ("22221", "21231", "22221")),
    ("richelieu", ("21321", "72106", "72400")),
    ("mille-feuilles", ("14400", "94140", "73300")),
    ("phare", ("11100", "13110", "64409")),
    ("bas-fleuve", ("14400", "73300", "72200")),
    ("cartouche", ("22221", "13110", "21231")),
    ("erables", ("31301", "33102", "63200")),
    ("rive-haute", ("41220", "42202", "63200")),
    ("saisons", ("11100", "13110", "21300")),
]

#: Occupations of mentors on their own, in turn: what people ask for most comes more often.
MENTORS = (
    "72106", "63200", "11100", "72400", "33102", "21321", "73300", "41220", "14400", "21300", "31301", "72200", "82031", "42202",
    "94140", "64409", "63200", "72106",
)  # fmt: skip
#: Occupation -> what else one sees at the same place.
BESIDE: dict[str, tuple[str, ...]] = {
    "72106": ("72200", "72400"),
    "72400": ("72200", "72106"),
    "72200": ("72400",),
    "94140": ("63200", "14400"),
    "21321": ("21300",),
    "14400": ("73300", "75110"),
    "73300": ("14400", "75110"),
    "82031": ("73300", "75110"),
    "33102": ("31301",),
    "31301": ("33102",),
    "13110": ("11100", "14400"),
    "11100": ("13110",),
    "64409": ("13110",),
    "21231": ("22221", "21321"),
    "42202": ("41220",),
    "41220": ("42202",),
}


@dataclass(frozen=True)
class Trade:
    """``place``: after « Une journée »; ``field``: after « Mentorat en »; ``name``: after « le métier »."""

    place: str
    field: str
    name: str
    what: str

    def title(self, format: Format, random: Random) -> str:
        days = random.choice(("Une journée", "Une journée", "Deux jours", "Trois jours"))
        return {
            Format.PLACEMENT: f"{days} {self.place}",
            Format.MENTORING: f"Mentorat en {self.field}",
            Format.CONVERSATION: f"Une heure pour parler du métier {self.name}",
            Format.GROUP: f"Visite en petit groupe {self.place}",
        }[format]


TRADES = {
    "72106": Trade(
        "à l’atelier de soudage",
        "soudage",
        "de soudeuse ou soudeur",
        "Vous suivrez l’équipe de soudage\u00a0: lecture de plans, préparation des pièces, TIG et MIG, contrôle des joints.",
    ),
    "72400": Trade(
        "avec l’équipe d’entretien mécanique",
        "mécanique industrielle",
        "de mécanicienne ou mécanicien industriel",
        "Vous verrez une tournée d’entretien préventif, un arrêt planifié et la façon dont on décide d’une réparation.",
    ),
    "72200": Trade(
        "avec les électriciennes et électriciens du quai",
        "électricité",
        "d’électricienne ou électricien",
        "Vous verrez le cadenassage, la lecture des schémas et une intervention sur un tableau de commande.",
    ),
    "21321": Trade(
        "au bureau du génie industriel",
        "génie industriel",
        "d’ingénieure ou ingénieur industriel",
        "Vous assisterez à une rencontre d’amélioration continue, puis à un relevé de temps sur la ligne.",
    ),
    "21300": Trade(
        "sur un chantier et au bureau d’études",
        "génie civil",
        "d’ingénieure ou ingénieur civil",
        "Le matin au chantier, l’après-midi aux plans\u00a0: vous verrez comment on passe de l’un à l’autre.",
    ),
    "21231": Trade(
        "dans une équipe de développement",
        "développement de logiciels",
        "de développeuse ou développeur",
        "Vous verrez une mêlée du matin, une revue de code et la mise en ligne d’une petite correction.",
    ),
    "22221": Trade(
        "au centre d’assistance informatique",
        "soutien informatique",
        "de technicienne ou technicien en soutien informatique",
        "Vous écouterez des appels, verrez comment on classe les demandes et comment on parle à quelqu’un de pressé.",
    ),
    "11100": Trade(
        "au service de la comptabilité",
        "comptabilité",
        "de comptable",
        "Vous verrez une fin de mois, les logiciels d’ici, et ce que l’ordre professionnel demande aux gens formés ailleurs.",
    ),
    "13110": Trade(
        "à l’administration",
        "administration",
        "d’adjointe ou adjoint administratif",
        "Vous verrez l’accueil, la correspondance et la préparation d’une réunion, du premier appel au procès-verbal.",
    ),
    "31301": Trade(
        "à l’étage de médecine",
        "soins infirmiers",
        "d’infirmière ou infirmier",
        "Vous suivrez la tournée du matin, la transmission entre équipes et le travail avec les familles, sans toucher aux soins.",
    ),
    "33102": Trade(
        "avec les préposées et préposés",
        "soins aux personnes",
        "de préposée ou préposé aux bénéficiaires",
        "Vous verrez un lever, un repas et un déplacement, et comment on parle à quelqu’un qui a peur.",
    ),
    "41220": Trade(
        "dans une classe",
        "enseignement",
        "d’enseignante ou enseignant",
        "Vous assisterez à trois cours et à une rencontre de programme\u00a0: discipline, évaluation, aide aux élèves.",
    ),
    "42202": Trade(
        "au service de garde du cégep",
        "petite enfance",
        "d’éducatrice ou éducateur à la petite enfance",
        "Vous verrez l’accueil des enfants, une activité dehors et ce qu’on raconte aux parents le soir.",
    ),
    "63200": Trade(
        "aux cuisines de l’hôpital",
        "cuisine",
        "de cuisinière ou cuisinier",
        "Vous verrez la mise en place, la chaîne des repas et les règles d’hygiène, de cinq heures à treize heures.",
    ),
    "64409": Trade(
        "au service à la clientèle",
        "service à la clientèle",
        "de conseillère ou conseiller à la clientèle",
        "Vous écouterez des appels avec une personne d’expérience et verrez comment on règle une plainte.",
    ),
    "73300": Trade(
        "sur la route",
        "transport",
        "de camionneuse ou camionneur",
        "Vous ferez l’inspection de départ et une tournée régionale sur le siège du passager.",
    ),
    "94140": Trade(
        "sur la ligne de transformation",
        "transformation des aliments",
        "d’opératrice ou opérateur en transformation des aliments",
        "Vous verrez la réception du lait ou des légumes, la ligne, l’emballage et les contrôles de salubrité.",
    ),
    "14400": Trade(
        "à l’expédition",
        "logistique",
        "d’expéditrice ou expéditeur",
        "Vous verrez comment on prépare une commande, comment on charge un camion et ce que disent les bordereaux.",
    ),
    "82031": Trade(
        "en forêt avec une équipe d’abattage",
        "travaux forestiers",
        "d’ouvrière ou ouvrier forestier",
        "Vous verrez le marquage, la machine et la sécurité; apportez des bottes, nous avons le reste.",
    ),
}
CLOSINGS = (
    "On prend le temps de répondre à vos questions à la pause.",
    "On termine par un café pour parler du marché du travail dans la région.",
    "Aucune expérience d’ici n’est demandée.",
    "Vous repartirez avec une idée claire de ce qu’il vous manque, et de ce que vous avez déjà.",
    "Deux d’entre nous sont arrivés au Québec il y a moins de dix ans.",
    "Nous parlons lentement quand il le faut.",
)
#: Occupation -> titles by format and what one sees, in English.
ENGLISH: dict[str, tuple[dict[Format, str], str]] = {
    "21231": (
        {
            Format.PLACEMENT: "A day with our software team",
            Format.MENTORING: "Mentoring in software development",
            Format.CONVERSATION: "An hour to talk about software jobs here",
            Format.GROUP: "Meet our developers",
        },
        "You will see a stand-up, a code review and a small release. Meetings are in French, code and comments in English.",
    ),
    "22221": (
        {
            Format.PLACEMENT: "A day at the help desk",
            Format.MENTORING: "Mentoring in IT support",
            Format.CONVERSATION: "An hour to talk about IT support",
            Format.GROUP: "Behind the help desk",
        },
        "You will listen in on calls, see how requests are sorted, and ask whatever you like over coffee.",
    ),
    "21321": (
        {
            Format.PLACEMENT: "A day with our industrial engineers",
            Format.MENTORING: "Mentoring in industrial engineering",
            Format.CONVERSATION: "An hour to talk about engineering in Québec",
            Format.GROUP: "A walk along the line",
        },
        "You will join an improvement meeting and a time study on the line, and learn what the order asks of engineers trained abroad.",
    ),
}
#: Contacts and mentors of the crowd.
GIVEN = [
    "Josée",
    "Martin",
    "Chantale",
    "Luc",
    "Manon",
    "Réal",
    "Ginette",
    "Yves",
    "Line",
    "Alain",
    "Diane",
    "Steve",
    "Mélanie",
    "Éric",
    "Julie",
    "Patrick",
    "Annie",
    "Simon",
    "Karine",
    "Benoît",
    "Valérie",
    "Mathieu",
    "Émilie",
    "Sylvain",
    "Joanie",
    "Guillaume",
    "Marjolaine",
    "Dominic",
    "Andréa",
    "Pascal",
    "Brigitte",
    "Jérôme",
    "Kim",
    "Olivier",
    "Stéphanie",
    "David",
]
FAMILY = [
    "Lapointe",
    "Gauthier",
    "Bélanger",
    "Savard",
    "Villeneuve",
    "Harvey",
    "Girard",
    "Boily",
    "Tremblay-Roy",
    "Potvin",
    "Perron",
    "Lavallée",
    "Cloutier",
    "Blais",
    "Lacroix",
    "Thériault",
    "Vézina",
    "Dionne",
    "Landry",
    "Poulin",
    "Mercier",
    "Fontaine",
    "Doyon",
    "Bilodeau",
    "Carrier",
    "Nadeau",
    "Michaud",
    "Bernier",
    "Ross",
    "Lévesque",
    "Caron",
    "Deschênes",
    "Dufour",
    "Proulx",
    "Gosselin",
    "Turcotte",
]
