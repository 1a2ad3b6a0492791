"""Official titles of occupations into the tables."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.reference import noc


class Command(BaseCommand):
    help = (
        "Imports the titles of NOC 2021 from Statistics Canada's classification structure file (CSV). "
        "Give the English file, the French one, or both; its language is told by its columns."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        with transaction.atomic():
            for path in files:
                try:
                    structure = noc.read(path)
                    written = noc.load(structure)
                except (noc.NotTheOfficialFile, OSError) as bad:
                    raise CommandError(f"{path}: {bad}. Nothing was imported.") from bad
                self.stdout.write(f"{path.name}: {structure.language}, {written} rows written")
