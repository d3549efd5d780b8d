"""From a message's facts to the mail that leaves: text, HTML, and the calendar part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.encoders import encode_base64
from email.message import Message as MimeMessage
from email.mime.base import MIMEBase
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from mail import kinds
from mail.domain.look import look
from mail.letter import CalendarPart, Letter
from mail.models import Message
from office import clock
from office.models import Office
from office.unbroken import unbroken


class Mail(EmailMultiAlternatives):
    """A mail with our number for the provider's reports, and its calendar part in base64.

    Base64 keeps the CRLFs of iCalendar on every way (RFC 5545, 3.1).
    """

    metadata: dict[str, str]

    def message(self, **options: Any) -> Any:
        mime = super().message(**options)
        for part in mime.walk():
            if part.get_content_type() == "text/calendar":
                _in_base64(part, str(self.alternatives[-1][0]).encode())
        return mime


@dataclass(frozen=True)
class Contents:
    """What a mail says and who sends it, before it is made."""

    letter: Letter
    link: str
    office: Office | None
    language: str

    def render(self, template: str, **more: Any) -> str:
        with translation.override(self.language):
            return render_to_string(template, {**vars(self), "look": look(self.office), **more})

    @property
    def text(self) -> str:
        return self.render("mail/letter.txt").strip() + "\n"

    @property
    def html(self) -> str:
        return self.render("mail/letter.html", letter=_unbroken(self.letter))


def _unbroken(letter: Letter) -> Letter:
    """The letter with its phone numbers, each day with its month and the like kept on one line."""
    return replace(
        letter,
        facts=[(label, unbroken(value)) for label, value in letter.facts],
        lines=[unbroken(line) for line in letter.lines],
        after=[unbroken(line) for line in letter.after],
    )


def contents(message: Message, link: str | None = None) -> Contents:
    """What the message says in the recipient's language; with its own link, or another one."""
    with translation.override(message.language):
        kind = kinds.get(message.kind)
        letter = kind.render(message)
        link = kind.link(message) if link is None else link
        office = Office.objects.current(clock.now())
    return Contents(letter, link, office, message.language)


def build(message: Message) -> Mail:
    """The mail that tells the message's facts, in the recipient's language."""
    told = contents(message)
    mail = _addressed(message, told.letter, told.office)
    mail.body = told.text
    mail.attach_alternative(told.html, "text/html")
    if told.letter.calendar:
        _attach(mail, told.letter.calendar)
    return mail


def _addressed(message: Message, letter: Letter, office: Office | None) -> Mail:
    sender = _one_line(letter.from_name or (office.sender_name if office else ""))
    reply_to = letter.reply_to or (office.email if office else "")
    mail = Mail(
        subject=_subject(message, letter),
        from_email=formataddr((sender, letter.from_email or settings.DEFAULT_FROM_EMAIL)),
        to=[message.to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": _message_id(message), "Auto-Submitted": "auto-generated"},
    )
    mail.metadata = {"message": str(message.uuid)}
    return mail


def _subject(message: Message, letter: Letter) -> str:
    subject = _one_line(letter.subject)
    if not message.try_out:
        return subject
    with translation.override(message.language):
        return _("[Try-out] %(subject)s") % {"subject": subject}


def _attach(mail: Mail, calendar: CalendarPart) -> None:
    """As RFC 6047 and Outlook want it: an alternative with its method, and the same as a file."""
    mail.attach_alternative(calendar.text, f"text/calendar; method={calendar.method}")
    file = MIMEBase("application", "ics", name="invite.ics")
    file.add_header("Content-Disposition", "attachment", filename="invite.ics")
    _in_base64(file, calendar.text.encode())
    mail.attach(file)


def _in_base64(part: MimeMessage[Any, Any], content: bytes) -> None:
    del part["Content-Transfer-Encoding"]
    part.set_payload(content)
    encode_base64(part)


def _message_id(message: Message) -> str:
    return f"<{message.uuid}@{urlsplit(settings.BASE_URL).hostname}>"


def _one_line(text: str) -> str:
    return " ".join(text.split())
