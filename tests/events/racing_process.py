"""One process of a race on a SQLite file: `python racing_process.py NAME OCCURRENCE PEOPLE MODE`.

Its database is DATABASE_URL's. Prints one line of JSON: how many pressed, and every error.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def race(name: str, occurrence: int, people: int) -> list[str]:
    from events.domain import proof
    from events.models import Occurrence, Registration
    from tests.events.people import signs_up

    found, errors = Occurrence.objects.get(pk=occurrence), []
    for n in range(people):
        try:
            claim = signs_up(found, f"{name}{n}")
            press = proof.confirm if isinstance(claim, Registration) else proof.prove
            press(claim.pk)
        except Exception as error:  # noqa: BLE001 -- what a visitor would see
            errors.append(f"{type(error).__name__}: {error}")
    return errors


if __name__ == "__main__":
    import django
    from django.conf import settings

    name, occurrence, people, mode = sys.argv[1:]
    settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] = mode
    django.setup()
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(race(name, int(occurrence), int(people))))
