from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.demo_mark import refuse_wrong_database
from config.health import lacks_migrations
from config.supervisor import (
    PortTaken,
    Supervisor,
    refuse_taken_port,
    web_server,
    worker,
)

HOST = "127.0.0.1"
"""The world comes in through a proxy that speaks HTTPS."""

TAKEN = (
    "Port {port} is taken: another program listens there (perhaps an earlier run of this one). "
    "Stop it, or choose another port: PORT={other}"
)


class Command(BaseCommand):
    help = (
        "Serves this installation on one machine: brings the database up to date, then runs web "
        "server and worker until Ctrl-C. With DEMO=1 it loads the demo office first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: object, port: int, **options: object) -> None:
        try:
            refuse_taken_port(HOST, port)
        except PortTaken as error:
            raise CommandError(TAKEN.format(port=port, other=port + 1)) from error
        self._prepare()
        self._load_demo()
        with _stand_in_for_stripe():
            self._serve(port)

    def _prepare(self) -> None:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        if lacks_migrations():
            self._bring_up_to_date()
        refuse_wrong_database()
        self._say("Collecting style sheets and pictures")
        call_command("collectstatic", verbosity=0, interactive=False)

    def _load_demo(self) -> None:
        if settings.DEMO:
            call_command("demo")
        connection.close()

    def _bring_up_to_date(self) -> None:
        """The database; and the search, whose words may be others in a new release."""
        self._say("Bringing the database up to date (the first time takes 20 seconds)")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("update_index", verbosity=0)

    def _serve(self, port: int) -> None:
        supervisor = Supervisor(self._say)
        supervisor.start("web server", web_server(HOST, port))
        supervisor.start("worker", worker())
        if supervisor.wait_until_served(HOST, port):
            self._say(f"Praksisvej runs at {settings.BASE_URL}/ (Ctrl-C stops it)")
        if not supervisor.watch():
            raise CommandError("The server could not be kept running; the reason stands above.")
        self._say("Stopped.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _stand_in_for_stripe() -> AbstractContextManager[object]:
    """A demo pays at a Stripe of its own; nothing else ever imports it."""
    if not settings.DEMO:
        return nullcontext()
    from demo.domain.bank import stand_in  # noqa: PLC0415 -- see above

    return stand_in()
