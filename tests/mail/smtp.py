"""A real SMTP server in a thread of its own, that answers as told."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LONG = 5.0
"""Seconds; longer than an impatient client waits."""


class Server:
    """Keeps what it has accepted; `say(step, answer, ...)` sets the next answers at a step.

    Steps are MAIL, RCPT and DATA. An answer is a line like "451 later", "hang", "drop", or at
    DATA "accept and hang". When they are used up, it accepts.
    """

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.connections = 0
        self._answers: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=60)
        self._controller.factory = self._smtp

    def _smtp(self) -> SMTP:
        self.connections += 1
        return SMTP(self, ident="test")

    def __enter__(self) -> "Server":
        self._controller.start()
        self.connections = 0  # the controller has tried its door
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def say(self, step: str, *answers: str) -> None:
        self._answers[step].extend(answers)

    @property
    def counts(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(str(mail["Message-ID"]) for mail in self.accepted)

    async def handle_MAIL(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer("MAIL", smtp)

    async def handle_RCPT(  # noqa: N802
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._answer("RCPT", smtp)

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return await self._answer("DATA", smtp, lambda: self._keep(envelope))

    def _keep(self, envelope: Envelope) -> None:
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.accepted.append(mail)  # type: ignore[arg-type]

    async def _answer(self, step: str, smtp: SMTP, keep: Callable[[], None] = int) -> str:
        answer = self._answers[step].pop(0) if self._answers[step] else "250 OK"
        if answer.startswith(("250", "accept")):
            keep()
        if "hang" in answer:
            await asyncio.sleep(LONG)
        if "drop" in answer:
            smtp.transport.abort()
        return answer if answer[0].isdigit() else "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def subjects(server: Server) -> Iterator[str]:
    return (str(mail["Subject"]) for mail in server.accepted)
