"""Mail backends that stop in the middle, for the tests of the lease."""

from collections.abc import Callable

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

meanwhile: list[Callable[[], None]] = []


class Paused(EmailBackend):
    """Sends, then lets the next thing of `meanwhile` happen before it answers."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        sent = super().send_messages(messages)
        if meanwhile:
            meanwhile.pop()()
        return sent
