"""Whatever browser tests are served is read by the HTML standard (`conftest.py`): can it fail?"""

import os
import shutil

import pytest

from tests import html_pages

SOUND = (
    '<!doctype html>\n<html lang="da"><head><title>A</title></head><body><p>A</p></body></html>\n'
)


@pytest.fixture
def reader() -> None:
    if not shutil.which("node") and not os.environ.get("CI"):
        pytest.skip("Node.js is not installed")
    assert html_pages.can_read(), "run `npm ci --ignore-scripts` in tests/js"


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("<span><div></div></span>", "element-permitted-content"),
        ('<p id="a"></p><p id="a"></p>', "no-dup-id"),
        ('<p style="color: red">A</p>', "no-inline-style"),
        ("<button>A</button>", "no-implicit-button-type"),
    ],
)
def test_a_page_that_breaks_the_standard_is_found(reader, fault, rule):
    assert html_pages.faults_of(SOUND) == []
    assert rule in html_pages.faults_of(SOUND.replace("<p>A</p>", fault))[0]


def test_what_a_browser_is_served_is_read(reader, open_page):
    open_page().goto("/my-sign-ups/")
    assert "/my-sign-ups/" in html_pages.served.values()
