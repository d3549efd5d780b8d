"""Addresses not to write to, for good (bounced, complained) or for a while (not me)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from mail.domain.addresses import address_hash, address_hashes
from mail.models import Suppression

NOT_ME_LASTS = timedelta(days=30)
FOR_GOOD = [Suppression.Reason.BOUNCED, Suppression.Reason.COMPLAINED]


def not_me(address: str, at: datetime) -> None:
    """The owner of the address did not sign up: nobody can, with this address, for 30 days."""
    if not _rows(address).filter(reason__in=FOR_GOOD).exists():
        _keep(address, Suppression.Reason.NOT_ME, at, until=at + NOT_ME_LASTS)


def bounced(address: str, at: datetime) -> None:
    """The receiving server says that the address does not work."""
    _keep(address, Suppression.Reason.BOUNCED, at)


def complained(address: str, at: datetime) -> None:
    """The person has marked a mail of ours as unwanted."""
    _keep(address, Suppression.Reason.COMPLAINED, at)


def lift(address: str) -> None:
    """Write to the address again."""
    _rows(address).delete()


def among(addresses: Iterable[str], at: datetime) -> set[str]:
    """Those of these addresses to which nothing goes but what a person must know."""
    by_hash = {it: address for address in addresses for it in address_hashes(address)}
    rows = Suppression.objects.filter(Q(until=None) | Q(until__gt=at), address_hash__in=by_hash)
    return {by_hash[it] for it in rows.values_list("address_hash", flat=True)}


def not_me_no_more(address: str, *, since: datetime) -> None:
    """Take back a "not me" of this time."""
    _rows(address).filter(reason=Suppression.Reason.NOT_ME, since__gte=since).delete()


def suppressed(address: str, at: datetime) -> Suppression | None:
    """Why nothing but what a person must know goes to this address now; None if all may go."""
    return _rows(address).filter(Q(until=None) | Q(until__gt=at)).first()


def is_blocked(address: str, at: datetime) -> bool:
    """Whether sign-ups with this address are refused, because its owner said "not me"."""
    return _rows(address).filter(reason=Suppression.Reason.NOT_ME, until__gt=at).exists()


def _rows(address: str) -> QuerySet[Suppression]:
    return Suppression.objects.filter(address_hash__in=address_hashes(address))


def _keep(address: str, reason: str, at: datetime, until: datetime | None = None) -> None:
    values = {"reason": reason, "since": at, "until": until}
    Suppression.objects.update_or_create(address_hash=address_hash(address), defaults=values)
