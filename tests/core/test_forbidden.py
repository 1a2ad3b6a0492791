"""Free texts: numbers and dates that would tell too much are stopped; those of working life pass."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core import forbidden
from core.forbidden import Kind, SafeText, SafeTexts, found_in

TODAY = date(2027, 5, 3)

SOCIAL = [
    "046454286",
    "046 454 286",
    "046-454-286",
    "046.454.286",
    "046 – 454 – 286",
    "046\u00a0454\u00a0286",
    "046\u202f454\u202f286",
    "0464\u200b54286",
    "０４６４５４２８６",
    "Mon NAS est 046 454 286.",
    "NAS: 046454286",
    "NAS 130 692 544",
    "N.A.S. : 130692544",
    "numéro d’assurance sociale : 130-692-544",
    "Mon numéro d'assurance sociale est le 130 692 545",  # a slip of the finger
    "assurance sociale 04 64 54 286",
    "nas : 123 456 789",
    "my SIN is 123 456 789",
    "SIN: 130692544",
    "Social insurance number 130-692-544",
    "social insurance no. 123456780",
    "Soudeur, 046 454 286, Sherbrooke",
    "Disponible (046-454-286)",
    "depuis 2019 046 454 286",
    "046/454/286",
    "Soudeur depuis 2009.\n046 454 286\nMerci",
    "#046454286",
    "NAS=046454286",
    "Tél. 514 555-0199, NAS 046 454 286",
    "le 046454286 et rien d’autre",
]
BIRTH = [
    "Né le 3 mars 1985",
    "Née le 3 mars 1985 à Dakar",
    "née le 1er janvier 1990",
    "Né(e) le 03/03/1985",
    "né·e le 3 mars 1985",
    "Je suis née le 3 mars 1985.",
    "née à Oran le 3 février 1979",
    "Date de naissance : 1985-03-03",
    "Date de naissance : 03/03/85",
    "Date de naissance\u00a0: 3 mars 1985",
    "date de naissance\n1985-03-03",
    "DDN 1985-03-03",
    "DDN : 19850303",
    "DDN : 850303",
    "Née le 3 mars 85",
    "born 3 March ’85",
    "Naissance : mars 1985",
    "Lieu et date de naissance : Alger, 12.05.1980",
    "le 3 mars 1985, date de ma naissance",
    "mon anniversaire est le 3 mars 1985",
    "Ma fille est née le 4 avril 2019",
    "Je suis né en 1985",
    "Année de naissance : 1985",
    "NÉ LE 3 MARS 1985",
    "ne le 3 mars 1985",
    "born 3 March 1985",
    "Born on March 3, 1985",
    "born March 3rd, 1985 in Dakar",
    "I was born on 1985-03-03.",
    "I was born in Lagos in 1985",
    "DOB: 03/03/1985",
    "D.O.B. 3 Mar 1985",
    "Date of birth: 1985/03/03",
    "Date of birth 3-Mar-1985",
    "My birthday is March 3 1985",
    "Year of birth: 1985",
    "03/03/1985",
    "1985-03-03",
    "3 mars 1985",
    "le 3 mars 1985",
    "March 3, 1985",
    "31.12.1999",
    "12/25/1990",
    "Soudeur\n1985-03-03\nSherbrooke",
    "1985 03 03",
]
HEALTH = ["TRAA 8503 0312", "TRAA85530312", "traa 8553 0312", "RAMQ : NGUT 9012 3199"]
PASS = [
    # telephone numbers
    "514 555-0199",
    "(514) 555-0199",
    "514-555-0123 poste 4",
    "+1 514 555 0199",
    "1-800-555-0199",
    "+33 6 12 34 56 78",
    "+212 661 234 564",
    "+213 046 454 286",
    "819.555.0142",
    # enterprises, codes, amounts
    "NEQ 1143920115",
    "NEQ : 1143 920 115",
    "NEQ 11 43 92 01 15",
    "J1K 2R1",
    "G7H 5B1, Saguenay",
    "CNP 72106",
    "046 454 286 $",
    "un chiffre d’affaires de 130 692 544 $",
    "$130,692,544",
    "130 692 544 euros",
    "130692544 RT0001",
    "046 454 287",  # the control digit is wrong
    "123456789",
    "000 000 000",
    "permis 12345678",
    "commande 1234567890",
    "4 500 000 pièces",
    # dates of working life
    "2009–2014",
    "2009-2014",
    "2009 - 2014 : soudeur",
    "mars 2015",
    "2015-03",
    "03/2015",
    "Mars 2015 à juin 2019",
    "mars 2015 – juin 2019",
    "du 3 mars 2009 au 5 juin 2014, soudeur",
    "2009-03-03 – 2014-06-05",
    "From 3 March 2009 to 5 June 2014",
    "since 2012",
    "Arrivée le 12 août 2016",
    "Disponible dès le 2027-06-01",
    "2027-06-01",
    "Diplôme obtenu le 15 juin 2010",
    "Engagée le 2008-04-14 comme soudeuse",
    "Notre entreprise est née en 1985",
    "Le projet est né en mars avril, entre deux saisons",
    "La coopérative, née en 2003, compte 40 membres.",
    "certificat de naissance traduit le 12 mai 2023",
    "Sage-femme à la maison de naissance du 3 mars 2015 au 5 juin 2016",
    "birth certificate translated on May 12, 2023",
    "Canadian-born clients, from 3 March 2009 to 5 June 2014",
    "Née à Oran. Soudeuse depuis le 3 mars 2009 chez Atelier du Fjord.",
    "Je suis né à Dakar! Embauché le 3 mars 2009 à Alma.",
    "10 ans d’expérience, 3 enfants, 2 langues",
    "99/99/1985",
    "version 3.11.2007",
    "35 heures, 8 h à 16 h 30",
    "ISO 9001:2015",
    "",
]


@pytest.mark.parametrize("text", SOCIAL)
def test_what_looks_like_a_social_insurance_number_is_stopped(text: str) -> None:
    assert found_in(text, today=TODAY) == Kind.SOCIAL_INSURANCE


@pytest.mark.parametrize("text", BIRTH)
def test_what_looks_like_a_date_of_birth_is_stopped(text: str) -> None:
    assert found_in(text, today=TODAY) == Kind.BIRTH


@pytest.mark.parametrize("text", HEALTH)
def test_what_looks_like_a_health_insurance_number_is_stopped(text: str) -> None:
    assert found_in(text, today=TODAY) == Kind.HEALTH_INSURANCE


@pytest.mark.parametrize("text", PASS)
def test_what_belongs_to_working_life_passes(text: str) -> None:
    assert found_in(text, today=TODAY) is None


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert min(len(SOCIAL), len(BIRTH), len(PASS)) >= 30


def test_a_date_alone_may_be_of_the_last_ten_years_or_to_come() -> None:
    assert found_in("2018-01-02", today=TODAY) is None
    assert found_in("2017-01-02", today=TODAY) == Kind.BIRTH
    assert found_in("1926-01-02", today=TODAY) is None


def test_a_long_text_is_read_in_no_time() -> None:
    """No pattern that a text could wear out: a hundred thousand signs of the worst kinds."""
    for worst in (
        "1 " * 50_000,
        "né " * 33_000,
        "1985-03-03 " * 9_000,
        "+" * 100_000,
        "a" * 100_000,
        "Né le 3 mars " * 7_000,
    ):
        found_in(worst, today=TODAY)


class Story(SafeTexts, forms.Form):
    words = forms.CharField()
    number = forms.CharField()
    email = forms.EmailField(required=False)
    not_guarded = ("number",)


class Note(forms.Form):
    text = SafeText(label="Note")


def test_a_form_says_what_to_do_and_loses_nothing() -> None:
    form = Note({"text": "Mon NAS : 046 454 286"})

    assert not form.is_valid()
    assert form.errors.as_data()["text"][0].code == "social_insurance"
    assert "046 454 286" in str(form["text"])
    assert form.errors["text"][0].startswith("Ceci ressemble à un numéro d’assurance sociale.")
    with override("en"):
        assert str(forbidden.MESSAGES[Kind.SOCIAL_INSURANCE]).startswith("This looks like a social insurance number.")


def test_a_form_guards_every_text_but_those_it_names() -> None:
    form = Story({"words": "Née le 3 mars 1985", "number": "046454286", "email": "awa.046454286@exemple.test"})

    assert not form.is_valid()
    assert set(form.errors) == {"words"}


def test_an_action_refuses_in_the_same_words() -> None:
    forbidden.refuse_sensitive_words("Soudeuse", "depuis 2009")

    with pytest.raises(forbidden.SensitiveText) as refusal:
        forbidden.refuse_sensitive_words("Soudeuse", "DDN 1985-03-03")
    assert refusal.value.kind == Kind.BIRTH
    assert str(refusal.value) == str(forbidden.MESSAGES[Kind.BIRTH])


def test_a_model_can_refuse_too() -> None:
    with pytest.raises(ValidationError):
        forbidden.refuse_sensitive("046 454 286")
