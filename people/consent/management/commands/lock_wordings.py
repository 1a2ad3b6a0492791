"""Pin the wordings that are new; one that was published already and reads otherwise now is refused."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from people.consent import registry


class Command(BaseCommand):
    help = "Pin new wordings of consents in people/consent/wordings.lock."
    # The check that the wordings are pinned would stop the command that pins them.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        known, written = registry.locked(), registry.written()
        for place, digest in written.items():
            if known.get(place, digest) != digest:
                raise CommandError(f"{place[0]}, version {place[1]} was published in other words: add a new version.")
        new = {place: digest for place, digest in written.items() if place not in known}
        with registry.LOCK.open("a") as lock:
            lock.writelines(f"{code} {version} {digest}\n" for (code, version), digest in sorted(new.items()))
        self.stdout.write(f"{len(new)} new")
