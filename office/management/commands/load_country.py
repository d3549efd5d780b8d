from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from office.domain.reference import countries, load_country


class Command(BaseCommand):
    help = "Load a country's regions, municipalities, medical schools and career stages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("country", choices=countries())

    def handle(self, *args: object, country: str, **options: object) -> None:
        for name, count in load_country(country).items():
            self.stdout.write(f"{name}: {count}")
