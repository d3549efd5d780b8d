"""Who did an act: a person themselves, the system, the office, a host practice, a helper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Actor:
    """`name` is what rows keep (`ended_by`); it names people of the office by number only."""

    name: str
    user: AbstractBaseUser | None = None

    @property
    def is_coordinator(self) -> bool:
        return self.user is not None


PERSON = Actor("person")
SYSTEM = Actor("system")


def coordinator(user: AbstractBaseUser) -> Actor:
    """The actor for somebody who is logged in to the office's desk."""
    return Actor(f"user:{user.pk}", user)


def of_host(contact: int) -> Actor:
    """The actor for a contact of a host practice, behind a mailed link."""
    return Actor(f"host:{contact}")


def helper(helper_pass: int) -> Actor:
    """The actor for a helper at the door, behind the link that was given to their phone."""
    return Actor(f"helper:{helper_pass}")
