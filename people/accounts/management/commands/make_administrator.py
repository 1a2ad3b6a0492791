"""The first administrator of a new house; from then on administrators make each other on the site."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from people.accounts import actions
from people.accounts.models import Address, Role, User


class Command(BaseCommand):
    help = "Gives the role of administrator to a login that exists, in the name of the system. Doing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address the login signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        email = Address.normalise(options["email"])
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"No login at {email}. Create the account on the site first, and confirm its address.")
        actions.grant(user=user, role=Role.ADMINISTRATOR, by=None)
        self.stdout.write("Done. A second step is asked for at the next sign-in, before any staff page opens.")
