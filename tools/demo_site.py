"""The demo office, served as in production, for tools that look at its pages."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = next(
    (it for it in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(it).exists()), ""
)
PATIENCE = 1800
"""Seconds for the demo to be loaded, the first time."""


@contextmanager
def served() -> Iterator[str]:
    """Its address, while it runs. Django is set up to ask its database."""
    if not CHROMIUM:
        sys.exit("This needs Chromium: apt-get install chromium")
    port = _free_port()
    os.environ.update(DEMO="1", PORT=str(port), DJANGO_SETTINGS_MODULE="config.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in our thread
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/healthz", process)
        _set_up()
        yield base
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(url).close()
        except URLError:
            time.sleep(0.5)
        else:
            return
    sys.exit("The demo does not run; the reason stands above.")


def _set_up() -> None:
    import django  # noqa: PLC0415 -- needs the environment set above

    django.setup()
