from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from desk.domain.colleagues import reset_second_factor
from office.actor import SYSTEM


class Command(BaseCommand):
    help = "Take away somebody's second factor, when no administrator is left who could."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", help="user name or e-mail address")

    def handle(self, *args: object, who: str, **options: object) -> None:
        found = User.objects.filter(Q(username__iexact=who) | Q(email__iexact=who))
        if len(found) != 1:
            raise CommandError("Nobody signs in with that name or address, or several do.")
        reset_second_factor(found[0], actor=SYSTEM)
        self.stdout.write("Reset. The next sign-in asks for a new second factor.")
