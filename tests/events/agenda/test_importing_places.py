"""Where an event is held and whether it is, as organisers write it: whole addresses, links, « annulé »."""

import pytest

from events.agenda.importing.plan import Verdict
from tests.factories.importing import one


# ------------------------------------------------------------------ places
@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("12, rue du Quai, Magog", ("12, rue du Quai", "", "Magog", "")),
        ("Salle, 12, rue du Quai, Magog", ("Salle", "12, rue du Quai", "Magog", "")),
        ("Salle, 12 rue du Quai, Magog, QC J1X 2A3, Canada", ("Salle", "12 rue du Quai", "Magog", "J1X 2A3")),
        ("Salle, 12 rue du Quai, Magog, QC, Canada", ("Salle", "12 rue du Quai", "Magog", "")),
        ("Salle, 12 rue du Quai, Magog (Québec)  J1X 2A3", ("Salle", "12 rue du Quai", "Magog", "J1X 2A3")),
        ("Salle, 12 rue du Quai, Magog, Québec, J1X2A3", ("Salle", "12 rue du Quai", "Magog", "J1X 2A3")),
        ("Salle, 12 rue Saint-Jean, Québec", ("Salle", "12 rue Saint-Jean", "Québec", "")),
        ("Salle, 12 rue Saint-Jean, Québec, QC G1R 2B5, Canada", ("Salle", "12 rue Saint-Jean", "Québec", "G1R 2B5")),
        ("Salle, Québec", ("Salle", "", "Québec", "")),
        ("Salle\n12 rue du Quai\nMagog", ("Salle", "12 rue du Quai", "Magog", "")),
        ("Salle (Magog)", None),
        ("Salle - Magog", None),
        ("Magog", None),
        ("Canada", None),
    ],
)
def test_a_whole_address_in_one_cell(cell: str, place: tuple[str, ...] | None) -> None:
    line = one(venue=cell, locality=None)

    found = line.draft and (line.draft.venue, line.draft.street, line.draft.locality, line.draft.postal_code)
    assert found == place
    if place is None:
        assert line.reason.endswith("write it after a comma, or in a column “Ville”.")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"venue": "x" * 201}, "200"),
        ({"locality": "x" * 121}, "120"),
        ({"street": "x" * 201}, "200"),
        ({"online_url": "https://rencontre.exemple.test/" + "x" * 200}, "200"),
        ({"postal_code": "J1X 2A3 Canada"}, "postal code"),
        ({"summary_fr": "x" * 301}, "300"),
    ],
)
def test_what_is_too_long_is_refused_and_never_cut(cells: dict[str, str], words: str) -> None:
    line = one(**cells)

    assert line.verdict is Verdict.REFUSE
    assert words in line.reason
    assert line.reason.rstrip(".").endswith(("shorten it", "such as G9N 1B1"))


@pytest.mark.parametrize("cell", ["QC", "(Québec)", "-", "n/d"])
def test_a_municipality_that_is_none_is_looked_for_in_the_place(cell: str) -> None:
    missing, found = one(locality=cell), one(locality=cell, venue="Salle, Magog")

    assert missing.reason.startswith("The place “Salle” does not say its municipality")
    assert found.draft is not None
    assert (found.draft.locality, found.notes) == ("Magog", ("The municipality is taken to be Magog.",))


def test_a_place_that_is_not_known_yet_is_no_venue() -> None:
    for cell in ("À déterminer", "TBD", "—"):
        assert one(venue=cell).reason.startswith("It names a municipality and no place in it")


# ------------------------------------------------------------------ status and kind
@pytest.mark.parametrize("cell", ["Annulé", "ANNULÉE", "annulé (météo)", "Cancelled", "canceled"])
def test_a_status_of_cancelled_is_one(cell: str) -> None:
    line = one(status=cell)

    assert line.draft is not None
    assert line.draft.is_cancelled


def test_other_statuses_change_nothing_and_those_in_doubt_are_refused() -> None:
    assert one(status="Confirmé").notes == ()
    assert (
        one(status="Reporté").reason
        == "Its status is “Reporté”: write its new date and empty the status, or leave the row out."
    )
    assert one(status="bleu").notes == ("The status “bleu” is not read.",)


@pytest.mark.parametrize("title", ["ANNULÉ – Atelier", "Atelier (reporté)", "Cancelled: Workshop"])
def test_a_title_that_says_it_is_off_is_refused(title: str) -> None:
    assert one(title_fr=title).reason == (
        "Its title says it is off or postponed: write that in a column “Statut”, or correct the title."
    )


def test_a_kind_that_nobody_knows_falls_back_and_that_is_said() -> None:
    assert one(kind="pique-nique").notes == ("“pique-nique” is not a kind of event: taken to be Training, as chosen.",)


# ------------------------------------------------------------------ links
URL = "https://rencontre.exemple.test/x"


def test_a_column_of_links_joins_an_event_online_and_is_said_beside_a_place() -> None:
    online, hybrid = one(link=URL, venue="En ligne", locality=None), one(link=URL)

    assert online.draft is not None
    assert hybrid.draft is not None
    assert online.draft.online_url == hybrid.draft.online_url == URL
    assert online.notes == ()
    assert hybrid.notes == (f"The address {URL} is taken to be that of the online meeting.",)


def test_a_column_that_says_online_and_one_that_says_where_are_read_together() -> None:
    line = one(online_url="Oui", link=URL, venue=None, locality=None)

    assert line.draft is not None, line.reason
    assert line.draft.online_url == URL


def test_two_links_are_not_both_read_and_that_is_said() -> None:
    line = one(online_url=URL, link="https://ville.exemple.test/12")

    assert line.draft is not None
    assert line.draft.online_url == URL
    assert line.notes == ("The address https://ville.exemple.test/12 is not read: the row says another.",)


@pytest.mark.parametrize("link", ["à venir", "S/O", "-", "TBD"])
def test_a_link_that_is_not_known_yet_is_said(link: str) -> None:
    assert one(link=link).notes == (f"The link “{link}” is no address: none is kept.",)
    assert one(link=link, venue="Zoom", locality=None).reason == (
        "It is online, but says no link: write the address of the meeting."
    )
