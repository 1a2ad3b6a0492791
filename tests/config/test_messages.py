"""What the check of the French says: nothing missing, nothing stale, no placeholder lost."""

from typing import Any

import polib
import pytest

from tools.messages import at_odds, troubles_of

WORDS = "%(count)d seats on %(day)s"


def troubles(wanted: dict[tuple[str | None, str], str | None] | None = None, **entry: Any) -> list[str]:
    po = polib.POFile()
    po.append(polib.POEntry(**{"msgid": WORDS, "msgstr": ""} | entry))
    return list(troubles_of("room", po, {(None, WORDS): None} if wanted is None else wanted))


def test_a_placeholder_that_the_french_lost_is_found() -> None:
    assert troubles(msgstr="%(count)d places") == ["room: %(day)s is missing in '%(count)d places'"]


def test_a_placeholder_that_the_french_made_up_is_found() -> None:
    lost = "%(count)d places le %(jour)s"
    assert f"room: a placeholder of {lost!r} is not in the message" in troubles(msgstr=lost)


def test_what_a_comment_says_is_left_out_may_be() -> None:
    assert troubles(msgstr="%(count)d places", tcomment="The day stands in the title. leaves out: day") == []
    assert troubles(msgstr="Des places", tcomment="leaves out: day") != []


def test_one_form_of_a_plural_may_do_without_its_number() -> None:
    forms = {0: "une place le %(day)s", 1: "%(count)d places le %(day)s"}
    assert troubles(msgid_plural=WORDS, msgstr_plural=forms) == []


@pytest.mark.parametrize("wanted", [{}, {(None, "another"): None}])
def test_an_entry_whose_message_left_the_code_is_found(wanted: dict[tuple[str | None, str], str | None]) -> None:
    assert f"room: {WORDS!r} is no longer in the code" in troubles(wanted, msgstr="%(count)d places le %(day)s")


def test_a_missing_and_a_doubtful_translation_are_found() -> None:
    missing = [f"room: no French for {WORDS!r}"]
    assert troubles() == missing
    assert troubles(msgstr="%(count)d places le %(day)s", flags=["fuzzy"]) == missing
    assert troubles(msgstr="%(count)d places le %(day)s") == []


def book(french: str, context: str | None = None) -> polib.POFile:
    po = polib.POFile()
    po.append(polib.POEntry(msgid="File", msgstr=french, msgctxt=context))
    return po


def test_a_message_that_two_rooms_put_differently_is_found_unless_a_context_keeps_them_apart() -> None:
    books = {"files": book("Fichier"), "people": book("Dossier"), "pool": book("Dossier")}

    assert list(at_odds(books)) == ["'File' is put in 2 ways (files: 'Fichier'; people and pool: 'Dossier')"]
    assert list(at_odds(books | {"files": book("Fichier", "document")})) == []
    assert list(at_odds({"files": book("Fichier"), "people": book("")})) == []
