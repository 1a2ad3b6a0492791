"""``manage.py load_starter``: the first pages of a new site."""

from typing import Any

from django.core.management import BaseCommand

from cms.pages import starter


class Command(BaseCommand):
    help = "Make the home page and the standard pages that are missing, in French and English."

    def handle(self, *args: Any, **options: Any) -> None:
        made = starter.load()
        if options["verbosity"]:
            self.stdout.write(f"{made} pages made.")
