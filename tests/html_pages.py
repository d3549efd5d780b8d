"""The pages that tests are served, read by the HTML standard (html-validate, in tests/js)."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

READER = Path(__file__).parent / "js" / "read_html.mjs"
WAGTAILS = ("/admin/", "/documents/")
"""Where the frame around our pages is Wagtail's."""

answering: set[HttpRequest] = set()
"""Requests whose answer is still being made."""

served: dict[str, str] = {}
"""Each page served since the last reading, with its address."""

_sound: set[int] = set()


class Served:
    """Middleware of the tests: remembers the pages that are ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answering.add(request)
        try:
            response = self.get_response(request)
        finally:
            answering.discard(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and not request.path.startswith(WAGTAILS):
            served[response.content.decode()] = request.path
        return response


def wait_for_silence(seconds: float = 60) -> None:
    """Until every request has its answer: a page may have asked as its test ended."""
    end = time.monotonic() + seconds
    while answering and time.monotonic() < end:
        time.sleep(0.01)


def faults() -> list[str]:
    """What is wrong with the pages served since the last reading, in a line each."""
    pages = [it for it in list(served.items()) if hash(it[0]) not in _sound]
    served.clear()
    return [f"{path}: {fault}" for page, path in pages for fault in faults_of(page, kind(path))]


def kind(path: str) -> str:
    is_mail = path.startswith("/demo/mail/") and path.endswith("/html/")
    return "mail" if is_mail else "page"


def faults_of(page: str, kind: str = "page") -> list[str]:
    """`kind` is page or mail: programs for mail need what browsers do not."""
    node = _node()
    node.stdin.write(json.dumps({"page": page, "kind": kind}) + "\n")
    node.stdin.flush()
    found = json.loads(node.stdout.readline())
    if not found:
        _sound.add(hash(page))
    return found


def can_read() -> bool:
    return bool(shutil.which("node")) and (READER.parent / "node_modules/html-validate").exists()


@cache
def _node() -> subprocess.Popen[str]:
    """One Node.js for all tests; it ends with its standard input."""
    return subprocess.Popen(
        ["node", str(READER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
