"""``manage.py import_events FILE --organisation … --region … [--apply]``: an organiser's own file becomes drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core.folding import fold
from events.agenda.importing import applying
from events.agenda.importing.holders import plan_all
from events.agenda.importing.plan import Line, Verdict, in_short
from events.agenda.importing.readers import Table, UnreadableFile, read
from events.agenda.models import Kind
from events.agenda.templatetags.agenda import draft_words
from people.organisations.models import Organisation


class Command(BaseCommand):
    help = (
        "Read an organiser's events (.ics, CSV, XLSX), say line by line what would be done, and do it with --apply. "
        "New events are drafts; running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, help="NEQ, number or exact name of who holds the events")
        parser.add_argument("--region", required=True, help="code (04) or name, for lines that say none")
        parser.add_argument("--kind", default="", choices=["", *Kind.values], help="for lines that say none")
        parser.add_argument("--apply", action="store_true", help="do it; without, nothing is changed")
        parser.add_argument("--language", default="fr", choices=["fr", "en"], help="of what is printed")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            self.run_import(**options)

    def run_import(self, *, file: Path, organisation: str, region: str, kind: str, apply: bool, **_rest: Any) -> None:
        holder = find_organisation(organisation)
        defaults = applying.defaults_for("", kind)
        code = defaults.regions.get(fold(region), "")
        if not code:
            raise CommandError(_("“%(region)s” is not one of the 17 regions.") % {"region": region})
        table = self.table_of(file)
        # One transaction from what is known to what is done: nobody changes an event in between.
        with transaction.atomic():
            everybody = Organisation.objects.all()
            planned = plan_all(table, holder, everybody, applying.defaults_for(code, kind), by=None)
            lines = applying.apply(planned.lines, planned.holders, by=None) if apply else planned.lines
        for note in table.notes:
            self.stdout.write(note)
        for line in lines:
            self.show(line)
        self.close(lines, apply=apply)

    def table_of(self, file: Path) -> Table:
        try:
            return read(file.read_bytes())
        except OSError as trouble:
            raise CommandError(_("The file cannot be opened: %(trouble)s") % {"trouble": trouble}) from trouble
        except UnreadableFile as trouble:
            raise CommandError(str(trouble)) from trouble

    def show(self, line: Line) -> None:
        words = {
            Verdict.CREATE: _("create"),
            Verdict.UPDATE: _("change"),
            Verdict.SKIP: _("leave"),
            Verdict.REFUSE: _("REFUSE"),
        }
        where = _("line %(number)d") % {"number": line.line}
        self.stdout.write(f"{where:>12}  {words[line.verdict]:<8}  {line.title}")
        details = [line.reason, *line.notes]
        if line.draft is not None:
            details.insert(0, draft_words(line))
        for detail in details:
            self.stdout.write(f"{'':>12}  {'':<8}  {detail}")

    def close(self, lines: list[Line], *, apply: bool) -> None:
        counts = in_short(lines)
        self.stdout.write(
            _("To create: %(create)d. To change: %(update)d. Left as they are: %(skip)d. Refused: %(refuse)d.")
            % {verdict.value: number for verdict, number in counts.items()}
        )
        if not apply:
            self.stdout.write(_("Nothing was changed: run it again with --apply."))
        elif counts[Verdict.CREATE]:
            self.stdout.write(_("The new events are drafts: look at them in the workspace, then publish them."))


def find_organisation(asked: str) -> Organisation:
    """By NEQ, by number, or by its name, accents and case aside. Raises CommandError."""
    organisations = [
        organisation
        for organisation in Organisation.objects.all()
        if asked in {organisation.neq or None, str(organisation.pk)} or fold(organisation.name) == fold(asked)
    ]
    exactly = [organisation for organisation in organisations if asked in {organisation.neq, organisation.name}]
    found = exactly if len(exactly) == 1 else organisations
    if not found:
        raise CommandError(_("There is no organisation “%(asked)s”: give its NEQ, number or name.") % {"asked": asked})
    if len(found) > 1:
        told = _("“%(asked)s” is the name of %(number)d organisations: give the NEQ or the number of one.")
        raise CommandError(told % {"asked": asked, "number": len(found)})
    return found[0]
