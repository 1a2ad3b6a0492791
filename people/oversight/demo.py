"""Who answers for privacy in the demonstration, what once went wrong, and reads for the rooms that hold files."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from people.accounts.models import Person, Role
from people.organisations.models import Organisation
from people.oversight import actions, rules
from people.oversight.models import Incident, PrivacyPolicy

POLICY_FR = """Nous détenons ce qu’il faut pour vous accompagner vers un emploi, un mentor ou une région : comment vous joindre, \
votre parcours, vos niveaux de français, ce que vous cherchez. Nous ne demandons ni numéro d’assurance sociale, ni date de \
naissance, ni renseignement de santé.

Votre dossier est lu par l’intervenante ou l’intervenant qui vous accompagne. Un employeur ou un mentor ne voit votre fiche \
professionnelle que si vous y avez consenti, et plus dès que vous retirez ce consentement.

Nous gardons votre dossier trois ans après la dernière activité, puis nous l’effaçons. Vous pouvez à tout moment voir, \
corriger, emporter ou faire effacer ce que nous détenons, et voir qui l’a consulté : tout est dans votre compte.

Si une réponse ne vous satisfait pas, vous pouvez vous adresser à la Commission d’accès à l’information du Québec."""
POLICY_EN = """We hold what is needed to accompany you towards a job, a mentor or a region: how to reach you, your background, \
your levels of French, what you are looking for. We ask for no social insurance number, no birth date and nothing about your \
health.

Your file is read by the caseworker who accompanies you. An employer or a mentor sees your professional card only if you \
consented to it, and no longer once you withdraw that consent.

We keep your file for three years after the last activity, then we erase it. You may at any time see, correct, take away or \
have erased what we hold, and see who read it: all of that is in your account.

If an answer does not satisfy you, you may turn to the Commission d’accès à l’information du Québec."""

#: Name and title of who answers, one an organisation in turn.
OFFICERS = [
    ("Marie-Ève Lapointe", "Directrice générale"),
    ("Samuel Traoré", "Coordonnateur des services"),
    ("Josée Villeneuve", "Directrice de l’administration"),
    ("Olivier Nguyen", "Directeur adjoint"),
]

#: Days ago it was found, what the register says, who was told, and whether it is closed. Of the first organisation with files.
INCIDENTS: list[tuple[int, dict[str, Any], tuple[str, ...], bool]] = [
    (
        210,
        {
            "title": "Courriel de groupe aux adresses visibles",
            "what": "Une invitation à une séance est partie avec toutes les adresses en copie visible.",
            "information": ["identity", "contact"],
            "cause": "misdirected",
            "cause_details": "L’envoi a été fait d’une boîte personnelle plutôt que par la plateforme.",
            "people_estimate": 14,
            "risk": "not_serious",
            "risk_reasons": "Adresses courriel seules, entre personnes qui se connaissaient déjà du même groupe.",
            "measures": "Rappel au personnel. Les invitations partent désormais de la plateforme, une par personne.",
        },
        ("people",),
        True,
    ),
    (
        95,
        {
            "title": "Clé USB perdue lors d’un salon",
            "what": "Une clé contenant une liste de visites de kiosque n’a pas été retrouvée à la fin de la journée.",
            "information": ["identity", "career"],
            "cause": "lost",
            "people_estimate": 31,
            "risk": "serious",
            "risk_reasons": "La clé n’était pas chiffrée; la liste réunissait des noms et des parcours.",
            "measures": "Les clés ne servent plus. Recherche auprès du lieu, des objets trouvés et des exposants.",
        },
        ("commission", "people"),
        True,
    ),
    (
        4,
        {
            "title": "Dossiers consultés sans nécessité",
            "what": "Le journal montre des dossiers ouverts un soir, sans lien avec un suivi en cours.",
            "information": ["status", "language", "notes"],
            "cause": "read_without_right",
            "measures": "Accès suspendu le lendemain matin, entretien avec la personne prévu cette semaine.",
        },
        (),
        False,
    ),
]


def seed(world: Any) -> None:
    """Policies of the operator and of every organisation with files, and a register; running again finds them again."""
    users = getattr(world, "users", {})
    officer = users[Role.PRIVACY_OFFICER.value].person if Role.PRIVACY_OFFICER.value in users else None
    _policy(None, "Isabelle Morin", "Responsable de la protection des renseignements personnels", "confidentialite")
    for number, organisation in enumerate(rules.organisations_with_files()):
        policies(organisation, number)
    responsible = rules.organisations_with_files().first()
    if officer and responsible and not Incident.objects.exists():
        for facts in INCIDENTS:
            _incident(responsible, officer, *facts)


def policies(organisation: Organisation, number: int = 0) -> None:
    """The policy of one organisation: rooms above call it for those whose first caseworker they make."""
    name, title = OFFICERS[number % len(OFFICERS)]
    _policy(organisation, name, title, f"confidentialite.{organisation.pk}")


def read(
    *, reader: Person, subject: Person, thing: models.Model, kind: str, organisation: Organisation | None = None
) -> None:
    """A read of something that a room above has made; running again within the hour notes nothing."""
    actions.note_read(by=reader, about=subject, kind=kind, thing=thing, organisation=organisation)


def _policy(organisation: Organisation | None, name: str, title: str, local: str) -> None:
    if PrivacyPolicy.objects.published().filter(organisation=organisation).exists():
        return
    today = timezone.localdate()
    details = {
        "officer_name": name,
        "officer_title": title,
        "officer_email": f"{local}@exemple.test",
        "officer_agreed_on": today - timedelta(days=400),
        "policy_fr": POLICY_FR,
        "policy_en": POLICY_EN,
        "in_force_on": today - timedelta(days=365),
    }
    policy = actions.write_policy(policy=actions.policy_of(organisation), by=None, details=details)
    actions.publish_policy(policy=policy, by=None)


def _incident(
    organisation: Organisation,
    officer: Person,
    days_ago: int,
    details: dict[str, Any],
    told: tuple[str, ...],
    is_closed: bool,
) -> None:
    found = timezone.localdate() - timedelta(days=days_ago)
    details = details | {"organisation": organisation, "found_on": found, "happened_from": found - timedelta(days=1)}
    incident = actions.record_incident(by=officer, details=details)
    for to in told:
        how = "formulaire de la Commission" if to == "commission" else "courriel à chaque personne"
        actions.note_notice(incident=incident, to=to, given_on=found + timedelta(days=2), how=how, by=officer)
    if is_closed:
        actions.close_incident(incident=incident, by=officer)
