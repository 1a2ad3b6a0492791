"""A wording once published cannot be edited without a new version number."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from people.consent import checks, registry
from people.consent.registry import Purpose, Wording
from tests.factories.consent import FIRST, asked


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock of its own that holds what the house has published."""
    copy = tmp_path / "wordings.lock"
    copy.write_text(registry.LOCK.read_text())
    monkeypatch.setattr(registry, "LOCK", copy)
    return copy


def problems() -> list[str | None]:
    return [found.id for found in checks.wordings_stay_what_was_agreed_to(None)]


def test_every_wording_of_the_house_is_pinned_as_it_was_published() -> None:
    assert registry.written() == registry.locked()


def test_a_new_wording_must_be_pinned(lock: Path) -> None:
    with asked("test.card"):
        assert problems() == ["consent.E002"]

        call_command("lock_wordings", verbosity=0)

        assert problems() == []


@pytest.mark.parametrize(
    "edited", [Wording(1, fr=FIRST.fr + " ", en=FIRST.en), Wording(1, fr=FIRST.fr, en=FIRST.en.lower())]
)
def test_one_letter_of_a_published_wording_is_a_new_version(lock: Path, edited: Wording) -> None:
    with asked("test.card"):
        call_command("lock_wordings", verbosity=0)

    with asked("test.card", wordings=(edited,)):
        assert problems() == ["consent.E001"]
        with pytest.raises(CommandError, match="add a new version"):
            call_command("lock_wordings", verbosity=0)


def test_a_published_purpose_does_not_vanish(lock: Path) -> None:
    with asked("test.card"):
        call_command("lock_wordings", verbosity=0)

    assert problems() == ["consent.E001"]


def test_a_purpose_is_declared_once(card: Purpose) -> None:
    with pytest.raises(ValueError, match="twice"):
        registry.purpose(
            "test.card", **{name: getattr(card, name) for name in ("label", "wordings", "audience", "what_ends")}
        )


def test_versions_count_from_one_and_both_languages_are_there() -> None:
    with pytest.raises(ValueError, match="versions count from 1"), asked("test.gap", wordings=(Wording(2, "a", "b"),)):
        pass
    with pytest.raises(ValueError, match="in French and in English"):
        Wording(1, fr="Oui", en=" ")
