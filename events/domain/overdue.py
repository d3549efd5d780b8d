"""How long the worker is behind."""

from datetime import datetime

from django.db.models import Min

from events.models import Mailing, Registration
from mail.models import Message


def oldest_due(at: datetime) -> datetime | None:
    """Since when the oldest due mail, mailing or hold has waited; None if nothing is due."""
    mail = Message.objects.due(at).order_by().aggregate(since=Min("due_at"))["since"]
    hold = Registration.objects.due(at).order_by().aggregate(since=Min("held_until"))["since"]
    mailing = Mailing.objects.due(at).order_by().aggregate(since=Min("leaves_at"))["since"]
    return min((since for since in (mail, hold, mailing) if since), default=None)
