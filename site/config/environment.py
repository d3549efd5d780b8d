"""What the environment says first: where we are, whether this is a demo, what it may write."""

import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ

__all__ = ["DEMO", "PORT", "ROOT", "VAR", "env", "is_local", "is_network", "kept_secret"]

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
if (ROOT / ".env").exists() and not env.bool("DEMO", default=False):
    env.read_env(ROOT / ".env")

LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}


def is_local(url: str) -> bool:
    """Whether a URL stays on this machine; mail kept in the outbox or memory does, too."""
    parts = urlsplit(url)
    return (
        parts.scheme in {"dummymail", "memorymail", "consolemail"} or parts.hostname in LOCAL_HOSTS
    )


def is_network(text: str) -> bool:
    """Whether this names a proxy: an address, a network, or the word for a unix socket."""
    try:
        return text == "unix" or bool(ip_network(text, strict=False))
    except ValueError:
        return False


def kept_secret(path: Path) -> str:
    """A random key, made once and kept in a file that nobody else may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEMO = env.bool("DEMO", default=False)
VAR = ROOT / "var" / "demo" if DEMO else ROOT / "var"
"""What this installation writes: database, pictures, collected static files."""

PORT = env.int("PORT", default=8000)
