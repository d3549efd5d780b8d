"""An address asks for the link to its practice's year, from a page that everybody may use.

Asking writes the same one row for every address, and the worker sees whether a practice knows it:
so neither the answer nor the time it takes tells that.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from events.domain import host_offers
from events.models import HostAsk
from office.one_by_one import one_by_one


def ask(address: str, at: datetime) -> None:
    HostAsk.objects.create(address=address, asked_at=at)


def answer_due() -> int:
    """Mail those who are known, and forget every address. Returns how many mails that were."""
    return one_by_one(HostAsk.objects.values_list("pk", flat=True), _answer)


@transaction.atomic
def _answer(pk: int) -> int:
    asked = HostAsk.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if asked is None:  # another worker has it
        return 0
    sent = host_offers.mail_year_to(asked.address, asked.asked_at)
    asked.delete()
    return sent
