"""What keeps the tree importable."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_site_is_no_package():
    """It would hide Python's own module `site`."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_tests_are_no_packages():
    """tests/events/__init__.py would hide our app `events`."""
    assert list((ROOT / "tests").glob("**/__init__.py")) == []
