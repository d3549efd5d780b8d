"""The log of what the office's people did. It holds numbers and reasons, never names."""

from typing import Any

from django.db import models
from wagtail.log_actions import log

from office.actor import Actor


def note(instance: models.Model, action: str, actor: Actor, **data: Any) -> None:
    """Log an act of somebody of the office; what people do themselves stands in their rows."""
    if actor.is_coordinator:
        log(instance, action, user=actor.user, data={k: v for k, v in data.items() if v})
