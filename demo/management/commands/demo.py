import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.urls import reverse

from demo.domain.loading import NotEmpty, is_loaded, load
from demo.domain.office import USERNAME, password
from office.models import Work

WELCOME = """
  Praksisvej, the demo office       {base}/
  the coordinator's desk            {base}{admin}
      user {user}, password {password}
  every mail it has sent            {base}{mail}
  the office's clock                {base}{clock}
  its bank, to pay and to play      {base}{bank}

  Try this: sign up for "Vintercamp Lolland-Falster", press the button in your mail, and pay.
  Sign up for "Tolk og tid i konsultationen", which is full: you wait in line.
  Log in as the coordinator, move a date, and look at what everybody was written.
  Move the clock past an offer's end, and see the place go on to the next.
"""


class Command(BaseCommand):
    help = "Loads the demo office into an empty database, once, and says how to try it."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("The demo office is loaded with DEMO=1 only.")
        if Work._meta.db_table not in connection.introspection.table_names():
            self._say("Making the database")
            call_command("migrate", verbosity=0, interactive=False)
        self._load()
        self._say(self._welcome())

    def _load(self) -> None:
        if is_loaded():
            return
        began = time.monotonic()
        self._say("Loading the demo office, this once")
        try:
            load(self._say)
        except NotEmpty as error:
            raise CommandError(str(error)) from error
        self._say(f"  done in {time.monotonic() - began:.0f} seconds")

    def _welcome(self) -> str:
        return WELCOME.format(
            base=settings.BASE_URL,
            admin=reverse("wagtailadmin_home"),
            user=USERNAME,
            password=password(),
            mail=reverse("demo:mail"),
            clock=reverse("demo:clock"),
            bank=reverse("demo:bank"),
        )

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
