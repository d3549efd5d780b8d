"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()


def _look_before_serving() -> None:
    from django.db import connections  # noqa: PLC0415 -- needs the settings

    from config.demo_mark import refuse_wrong_database  # noqa: PLC0415

    refuse_wrong_database()
    connections.close_all()  # with --preload, children must not share it


_look_before_serving()
