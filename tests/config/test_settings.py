"""Settings that cannot be meant are refused at the start, by a sentence that names them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

RIGHT = {
    "SECRET_KEY": "a long random text, for a test",
    "BASE_URL": "https://example.org",
    "DEFAULT_FROM_EMAIL": "office@example.org",
    "TRUSTED_PROXIES": "127.0.0.1,10.0.0.0/8,unix",
}


def started(
    code: str = "import config.settings", **variables: str
) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **RIGHT, **variables, "PYTHONPATH": ".:site"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_right_settings_start():
    assert started().returncode == 0


def test_every_variable_stands_in_the_example():
    root = Path(__file__).resolve().parents[2]
    example = (root / ".env.example").read_text()
    code = "".join(it.read_text() for it in (root / "site" / "config").glob("*settings.py"))
    code += (root / "site" / "config" / "environment.py").read_text()
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', code))
    assert len(read) > 30
    assert {it for it in read if not re.search(rf"^(# )?{it}=", example, re.M)} == set()


def test_former_secret_keys_are_read():
    code = "import config.settings as it; print(it.SECRET_KEY_FALLBACKS)"
    assert started(code).stdout.strip() == "[]"
    assert started(code, SECRET_KEY_FALLBACKS="old,older").stdout.strip() == "['old', 'older']"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        *(("BASE_URL", it) for it in ("", "example.org", "ftp://example.org", "https://")),
        ("DEFAULT_FROM_EMAIL", ""),
        ("ALLOWED_HOSTS", "*"),
        ("TRUSTED_PROXIES", "127.0.0.1,nginx"),
        ("DATABASE_URL", "nonsense"),
        ("OIDC_ISSUER", "https://login.example.org"),  # without OIDC_CLIENT_ID
        ("OIDC_ISSUER", "http://login.example.org"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name, value):
    refused = started(**{name: value})
    said = refused.stderr.strip().splitlines()[-1]
    assert refused.returncode == 1
    assert "ImproperlyConfigured" in said
    assert name in said
