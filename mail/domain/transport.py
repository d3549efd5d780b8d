"""The way out: one connection for many mails, and an answer for each."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from mail.domain.answers import ACCEPTED, Answer, Fate, understand
from mail.domain.composing import Mail

OVER_ONE_LINE = 20
"""Mails over one connection: servers count them."""


class Transport:
    """A connection of Django's mail backend: opened when first used, again after an error, and
    after so many mails."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._close()

    def open(self) -> Answer:
        """Connect, if that is not done; the answer says whether it worked."""
        if self._sent >= OVER_ONE_LINE:
            self._close()
        try:
            self._connection = self._connection or get_connection()
            self._connection.open()
        except Exception as error:  # noqa: BLE001 -- whatever the backend raises is its answer
            return self._failed(error)
        return ACCEPTED

    def send(self, mail: Mail) -> Answer:
        """Hand one mail over; the answer says what became of it."""
        self._sent += 1
        try:
            sent = self._connection.send_messages([mail]) if self._connection else 0
        except Exception as error:  # noqa: BLE001 -- as above
            return self._failed(error)
        return ACCEPTED if sent else Answer(Fate.REFUSED, "the mail backend took nothing")

    def _failed(self, error: Exception) -> Answer:
        self._close()  # smtplib leaves the mail begun where DATA itself is refused
        return understand(error)

    def _close(self) -> None:
        connection, self._connection, self._sent = self._connection, None, 0
        if connection:
            with suppress(Exception):  # a dead connection need not say goodbye
                connection.close()
