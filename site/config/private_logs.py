"""One filter for every log line: what opens something, and mail addresses, are masked."""

import logging
import re

from mail.domain.links import BEFORE_SECRETS

LINK = re.compile(rf"(/(?:{'|'.join(BEFORE_SECRETS)})/)[^/\s?\"']+")
RESET = re.compile(r"(/password_reset/)[^\s?\"']+")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
STRIPES = re.compile(
    r"\b((?:[srp]k|cs)_(?:test|live)_|whsec_|(?:pi|seti)_\w+?_secret_)[\w+/=*]+(?:#\S*)?"
)
"""Keys, secrets, and sessions, whose address is all one needs to open them."""


def mask(text: str) -> str:
    """The text without what opens addresses, e-mail addresses, keys and secrets."""
    for secret in (LINK, RESET, STRIPES):
        text = secret.sub(r"\1…", text)
    return ADDRESS.sub("…@…", text)


class PrivateFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True
