"""A worker in a process of its own, for tests that kill it: python worker.py DATABASE PORT."""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ["mail", "office", "anymail", "wagtail.images", "wagtail", "taggit"]
NEEDED += ["django.contrib.auth", "django.contrib.contenttypes"]
"""No more than the mail and the office's logo ask for, so that it starts soon."""


def main(database: str, port: int) -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.test_settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.INSTALLED_APPS = NEEDED
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    django.setup()
    work()


def work() -> None:
    from mail.domain.delivery import deliver_due
    from tests.mail import letters

    letters.register()
    print("ready", flush=True)
    while True:
        if not deliver_due():
            time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
