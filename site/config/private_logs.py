"""One filter for every log line: mailed links, addresses and what opens Stripe are masked."""

import logging
import re

LINK = re.compile(
    r"(/(?:registration|turn|my-data|feed|not-me|try-out|invitation|host|helper|c"
    r"|password_reset)/)[^/\s?\"']+"
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
STRIPES = re.compile(
    r"\b((?:[srp]k|cs)_(?:test|live)_|whsec_|(?:pi|seti)_\w+?_secret_)[\w+/=*]+(?:#\S*)?"
)
"""Keys, secrets, and sessions, whose address is all one needs to open them."""


def mask(text: str) -> str:
    """The text with tokens of mailed links, e-mail addresses, keys and secrets blotted out."""
    return STRIPES.sub(r"\1…", ADDRESS.sub("…@…", LINK.sub(r"\1…", text)))


class PrivateFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True
