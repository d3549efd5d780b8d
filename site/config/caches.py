"""A cache in each process's memory, whose few shared keys lie in the database.

Pages and pictures may be remembered by each process alone. Failed sign-ins must be counted
together, and a code used in one process must be used in all.
"""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache

SHARED = ("allauth", "jwt:")
TABLE = "office_sharedkey"


class PartlyShared(LocMemCache):
    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._shared = DatabaseCache(TABLE, params)

    def add(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._of(key).add(key, *args, **kwargs)

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return self._of(key).get(key, *args, **kwargs)

    def set(self, key: str, *args: Any, **kwargs: Any) -> None:
        self._of(key).set(key, *args, **kwargs)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._of(key).touch(key, *args, **kwargs)

    def delete(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._of(key).delete(key, *args, **kwargs)

    def has_key(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._of(key).has_key(key, *args, **kwargs)

    def _of(self, key: str) -> Any:
        return self._shared if key.startswith(SHARED) else super()
