"""What keeps the tree importable."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("folder", ["site", "tests"])
def test_a_plain_folder_is_no_package(folder):
    """site/ would hide Python's own module; tests/events/ would hide our app."""
    found = [path for path in (ROOT / folder).glob("**/__init__.py") if path.parent.name != "config"]
    assert [path for path in found if "config" not in path.parts] == []
