"""One filter for every log line: mailed links and addresses are masked."""

import logging
import re

LINK = re.compile(
    r"(/(?:registration|turn|my-data|feed|not-me|try-out|invitation|host|helper|c"
    r"|password_reset)/)[^/\s?\"']+"
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def mask(text: str) -> str:
    """The text with tokens of mailed links and e-mail addresses blotted out."""
    return ADDRESS.sub("…@…", LINK.sub(r"\1…", text))


class PrivateFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True
