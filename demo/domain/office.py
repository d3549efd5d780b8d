"""The demo's office, and the coordinator who works in it."""

from __future__ import annotations

import secrets
from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from office.domain.reference import load_country
from office.models import Municipality, Office
from office.models.reference import Membership, in_force

USERNAME = "koordinator"
LOGIN = settings.VAR / "login.txt"
REGIONS = {
    date(2020, 1, 1): ["Region Hovedstaden", "Region Sjælland"],
    date(2027, 1, 1): ["Region Østdanmark"],
}
"""Whose office it is from when on. These days are real, so they do not move with the demo's."""


def make_office() -> None:
    """Regions, municipalities and schools of Denmark; the settings of now and of 2027."""
    load_country("dk")
    for begins, regions in REGIONS.items():
        office, _made = Office.objects.update_or_create(
            valid_from=begins, defaults=_settings(regions)
        )
        office.municipalities.set(_municipalities(regions, begins))


def _settings(regions: list[str]) -> dict[str, str]:
    return {
        "name": "Praksisvej",
        "controller": f"{regions[0]} (opdigtet kontor)",
        "privacy_email": "databeskyttelse@example.org",
        "privacy_phone": "+45 00 00 00 02",
        "sender_name": "Praksisvej",
        "email": "praksisvej@example.org",
        "phone": "+45 00 00 00 01",
        "was_url": "https://was.example.org/praksisvej",
    }


def _municipalities(regions: list[str], on: date) -> list[Municipality]:
    """Those that lie in the regions on a day."""
    memberships = Membership.objects.filter(in_force(on), region__name__in=regions)
    return list(Municipality.objects.filter(memberships__in=memberships))


def make_coordinator() -> User:
    """The demo's login: of group Coordinator, not a superuser; speaks Danish."""
    user, _made = User.objects.update_or_create(
        username=USERNAME,
        defaults={
            "first_name": "Karen",
            "last_name": "Lund",
            "email": "karen.lund@example.org",
            "is_superuser": False,
        },
    )
    user.groups.set([Group.objects.get(name="Coordinator")])
    UserProfile.objects.update_or_create(
        user=user,
        defaults={"preferred_language": "da", "current_time_zone": "Europe/Copenhagen"},
    )
    return user


def password() -> str:
    """The coordinator's password: random, made once, kept in `login.txt` alone."""
    user = User.objects.get(username=USERNAME)
    kept = _kept_password()
    if not kept or not user.check_password(kept):
        kept = secrets.token_urlsafe(9)
        user.set_password(kept)
        user.save(update_fields=["password"])
        _keep(kept)
    return kept


def _kept_password() -> str:
    return LOGIN.read_text().split("\n")[1] if LOGIN.exists() else ""


def _keep(kept: str) -> None:
    LOGIN.parent.mkdir(parents=True, exist_ok=True)
    LOGIN.touch(mode=0o600)
    LOGIN.write_text(f"{USERNAME}\n{kept}\n")
