"""Private files: under a name that says nothing, at no address, handed out as downloads, gone with their row."""

import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models, transaction
from django.http import Http404
from django.test.utils import isolate_apps
from django.utils import timezone

from core import clock, files
from core.files import sweeping
from core.files.storage import PrivateStorage, private

with isolate_apps("core"):

    class Keepsake(models.Model):
        """A row with a private file, for these tests alone."""

        key = models.CharField(max_length=20, primary_key=True)
        file = files.PrivateFileField(folder="keepsakes", blank=True)

        class Meta:
            app_label = "core"
            db_table = "test_keepsake"

        def __str__(self) -> str:
            return self.key


@pytest.fixture
def keepsakes(db: None, settings: Any) -> None:
    # The alias stands for a new, empty storage from here on.
    settings.STORAGES = {**settings.STORAGES}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_keepsake (key varchar(20) PRIMARY KEY, file varchar(120) NOT NULL)")


@pytest.fixture
def on_disk(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = {**settings.STORAGES, "private": {"BACKEND": "core.files.storage.PrivateStorage"}}
    yield tmp_path / "private"


def kept(content: bytes = b"contenu", key: str = "un") -> Keepsake:
    return Keepsake.objects.create(key=key, file=ContentFile(content, name="Awa Traoré 1985.pdf"))


Commit = Callable[..., Any]


# ---------------------------------------------------------------------- where they lie
def test_a_name_says_nothing_of_the_file(keepsakes: None) -> None:
    one, other = kept(key="un").file.name, kept(key="deux").file.name

    folder, start, token = one.split("/")
    assert (folder, start, len(token)) == ("keepsakes", token[:2], 40)
    assert one != other


def test_only_the_site_reads_them_on_the_disk(keepsakes: None, on_disk: Path) -> None:
    path = Path(kept().file.path)

    assert path.is_relative_to(on_disk)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_a_private_file_has_no_address(keepsakes: None, place: str, request: pytest.FixtureRequest) -> None:
    if place == "disk":
        request.getfixturevalue("on_disk")

    with pytest.raises(ValueError, match="no address"):
        kept().file.url  # noqa: B018  (asking is the test)


def test_they_lie_outside_of_what_is_served(settings: Any) -> None:
    private_root, media_root = Path(settings.PRIVATE_ROOT).resolve(), Path(settings.MEDIA_ROOT).resolve()

    assert not private_root.is_relative_to(media_root)
    assert not media_root.is_relative_to(private_root)


@pytest.mark.parametrize("name", ["base", "demo", "production"])
def test_every_way_of_running_has_a_private_storage(name: str, settings: Any) -> None:
    source = (Path(settings.BASE_DIR) / "config" / "settings" / f"{name}.py").read_text()

    assert ('"private": {"BACKEND": "core.files.storage.PrivateStorage"}' in source) == ("STORAGES = {" in source)


def test_the_storage_can_be_another_one(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}

    assert private() is storages["private"]
    assert not isinstance(private(), PrivateStorage)


def test_a_migration_names_neither_the_storage_nor_a_function() -> None:
    _name, path, _args, options = Keepsake._meta.get_field("file").deconstruct()

    assert path == "core.files.fields.PrivateFileField"
    assert options == {"folder": "keepsakes", "blank": True, "max_length": 120}


# ---------------------------------------------------------------------- gone with the row
def test_a_file_goes_with_its_row_once_that_is_certain(
    keepsakes: None, django_capture_on_commit_callbacks: Commit
) -> None:
    file = kept().file

    with django_capture_on_commit_callbacks() as waiting:
        Keepsake.objects.all().delete()

    assert private().exists(file.name)
    for callback in waiting:
        callback()
    assert not private().exists(file.name)


def test_a_row_that_stays_keeps_its_file(keepsakes: None, django_capture_on_commit_callbacks: Commit) -> None:
    keepsake = kept()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        keepsake.delete()
        transaction.set_rollback(True)

    assert private().exists(keepsake.file.name)


def test_an_action_that_blanks_a_file_discards_it(keepsakes: None, django_capture_on_commit_callbacks: Commit) -> None:
    keepsake = kept()

    with django_capture_on_commit_callbacks(execute=True):
        files.discard(keepsake.file)
        files.discard(Keepsake(key="sans").file)

    assert not private().exists(keepsake.file.name)


# ---------------------------------------------------------------------- swept at night
def test_a_file_without_a_row_is_swept_after_a_day(keepsakes: None, on_disk: Path) -> None:
    lost = private().save("keepsakes/ab/lost", ContentFile(b"x"))
    named = kept().file.name
    later = timezone.now() + timedelta(hours=25)

    assert sweeping.sweep(among=[Keepsake]) == 0
    assert sweeping.sweep(later, among=[Keepsake]) == 1
    assert (private().exists(lost), private().exists(named)) == (False, True)
    assert sweeping.sweep(later, among=[Keepsake]) == 0


def test_what_a_rolled_back_transaction_wrote_is_swept(keepsakes: None) -> None:
    with transaction.atomic():
        name = kept().file.name
        transaction.set_rollback(True)

    assert private().exists(name)
    assert sweeping.sweep(timezone.now() + timedelta(hours=25), among=[Keepsake]) == 1
    assert not private().exists(name)


def test_the_sweep_asks_once_for_many_files(keepsakes: None, django_assert_num_queries: Any) -> None:
    for number in range(3):
        kept(key=str(number))

    with django_assert_num_queries(1):
        sweeping.sweep(timezone.now() + timedelta(hours=25), among=[Keepsake])


def test_a_storage_that_was_never_written_is_swept_without_trouble(db: None, on_disk: Path) -> None:
    assert sweeping.sweep() == 0


def test_the_sweep_comes_back_every_day(db: None) -> None:
    assert clock._periods["core.sweep_private_files"] == timedelta(days=1)

    private().save("keepsakes/ab/fresh", ContentFile(b"x"))
    clock.handler_of("core.sweep_private_files")({})
    assert private().exists("keepsakes/ab/fresh")
    private().delete("keepsakes/ab/fresh")


# ---------------------------------------------------------------------- handed out
def test_a_private_file_is_a_download_and_nothing_more(keepsakes: None) -> None:
    response = files.serve(kept(b"%PDF-").file, name="CV – Awa Traoré.pdf", mime="application/pdf")

    assert b"".join(response) == b"%PDF-"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''CV%20")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == "5"


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"\r\nSet-Cookie: b=c', "C:\\x.pdf", ""])
def test_a_name_writes_no_header_and_no_path(keepsakes: None, name: str) -> None:
    said = files.serve(kept().file, name=name, mime="application/pdf")["Content-Disposition"]

    assert said.startswith("attachment; filename")
    assert not set(said.partition("=")[2]) & set("/\\\r\n:")


def test_a_page_of_the_web_among_the_files_is_still_a_download(keepsakes: None) -> None:
    response = files.serve(kept(b"<script>").file, name="cv.html", mime="text/html")

    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_portrait_is_shown_in_place(keepsakes: None) -> None:
    response = files.serve_picture(kept(b"RIFF").file, name="portrait.webp")

    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_not_there_answers_404(keepsakes: None) -> None:
    keepsake = kept()
    private().delete(keepsake.file.name)

    for missing in (keepsake.file, Keepsake(key="sans").file):
        with pytest.raises(Http404):
            files.serve(missing, name="cv.pdf", mime="application/pdf")
