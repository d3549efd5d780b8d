"""What the stand-in remembers: objects by their id, answers by their idempotency key."""

from __future__ import annotations

import json
import secrets
import sqlite3
import string
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Object = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, kind TEXT, body TEXT);
CREATE TABLE IF NOT EXISTS answered (
    key TEXT PRIMARY KEY, asked TEXT, status INTEGER, body TEXT, at INTEGER);
"""
KEYS_KEPT = 24 * 60 * 60
"""Seconds after which a key is forgotten, and may be used as if it were new."""
LETTERS = string.ascii_letters + string.digits


class Books:
    """Kept in one SQLite file, or in memory. `change()` is one act: whole or not at all."""

    def __init__(self, path: str = ":memory:", now: Callable[[], float] = time.time) -> None:
        self.now = now
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.executescript(TABLES)

    @contextmanager
    def change(self) -> Iterator[None]:
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def at(self) -> int:
        return int(self.now())

    def add(self, kind: str, prefix: str, **fields: Any) -> Object:
        """A new object with an id of its own."""
        made: Object = {"id": new_id(prefix), "object": kind, "created": self.at(), **fields}
        with self._lock:
            self._connection.execute(
                "INSERT INTO objects (id, kind, body) VALUES (?, ?, ?)",
                (made["id"], kind, json.dumps(made)),
            )
        return made

    def find(self, pk: str) -> Object | None:
        """Whatever has this id."""
        rows = self._rows("SELECT body FROM objects WHERE id = ?", pk)
        return rows[0] if rows else None

    def get(self, kind: str, pk: str) -> Object | None:
        rows = self._rows("SELECT body FROM objects WHERE kind = ? AND id = ?", kind, pk)
        return rows[0] if rows else None

    def save(self, it: Object) -> Object:
        with self._lock:
            self._connection.execute(
                "UPDATE objects SET body = ? WHERE id = ?", (json.dumps(it), it["id"])
            )
        return it

    def all(self, kind: str, **fields: Any) -> list[Object]:
        """Of one kind, newest first, with these values."""
        rows = self._rows("SELECT body FROM objects WHERE kind = ? ORDER BY number DESC", kind)
        return [row for row in rows if all(row.get(name) == it for name, it in fields.items())]

    def answer(self, key: str) -> tuple[str, int, str] | None:
        """What was asked under a key, and the status and body it was answered with."""
        with self._lock:
            found = self._connection.execute(
                "SELECT asked, status, body FROM answered WHERE key = ? AND at > ?",
                (key, self.at() - KEYS_KEPT),
            ).fetchone()
        return tuple(found) if found else None

    def keep_answer(self, key: str, asked: str, status: int, body: str) -> None:
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO answered (key, asked, status, body, at)"
                " VALUES (?, ?, ?, ?, ?)",
                (key, asked, status, body, self.at()),
            )

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _rows(self, query: str, *values: Any) -> list[Object]:
        with self._lock:
            return [json.loads(body) for (body,) in self._connection.execute(query, values)]


def new_id(prefix: str) -> str:
    return prefix + "_" + "".join(secrets.choice(LETTERS) for _ in range(24))
