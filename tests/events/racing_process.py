"""A race on a SQLite file: `python racing_process.py OCCURRENCE PROCESSES PEOPLE MODE`.

Its database is DATABASE_URL's. So many processes go together, each for so many people; prints
one line of JSON: every error anybody met.
"""

import json
import multiprocessing
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

forked = multiprocessing.get_context("fork")  # Django is loaded once, not once a process


def race(occurrence: int, processes: int, people: int) -> list[str]:
    start, errors = forked.Barrier(processes), forked.SimpleQueue()
    running = [
        forked.Process(target=press, args=(occurrence, f"p{n}x", people, start, errors))
        for n in range(processes)
    ]
    for process in running:
        process.start()
    return [error for _ in running for error in errors.get()]


def press(occurrence: int, name: str, people: int, start, errors) -> None:
    from events.models import Occurrence

    start.wait()
    try:
        found = Occurrence.objects.get(pk=occurrence)
        met = [error for n in range(people) if (error := sign_up(found, f"{name}{n}"))]
    except Exception as error:  # noqa: BLE001 -- not even the date could be read
        met = [repr(error)]
    errors.put(met)


def sign_up(occurrence, name: str) -> str:
    """What a visitor would see go wrong, if anything did."""
    from events.domain import proof
    from events.models import Registration
    from tests.events.people import signs_up

    try:
        claim = signs_up(occurrence, name)
        prove = proof.confirm if isinstance(claim, Registration) else proof.prove
        prove(claim.pk)
    except Exception as error:  # noqa: BLE001
        return repr(error)
    return ""


if __name__ == "__main__":
    import django
    from django.conf import settings

    *numbers, mode = sys.argv[1:]
    settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] = mode
    django.setup()
    import tests.events.people  # noqa: F401 -- before the processes part

    print(json.dumps(race(*map(int, numbers))))
