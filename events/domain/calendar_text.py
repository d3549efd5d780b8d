"""Text that calendars of every make read as it was meant (RFC 5545, section 3.3.11)."""

import re
from urllib.parse import quote

from django.utils.encoding import punycode
from icalendar import vText

BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e\u2066-\u2069"  # what turns the reading direction
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # byte order marks, halves of characters
)
IN_ADDRESS = "@!#$&'*+/=?^_`{|}~.-"


class SafeText(vText):
    r"""A TEXT value. icalendar's own writes a backslash before a capital N as a line break."""

    def to_ical(self) -> bytes:
        text = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


def clean(text: str) -> str:
    """The text with every line break a newline, and without what could mislead a reader."""
    return UNSAFE.sub("", BREAK.sub("\n", text).replace("\t", " ")).strip()


def one_line(text: str) -> str:
    """The clean text on one line, each run of blanks one space."""
    return " ".join(clean(text).split())


def parameter(text: str) -> str:
    """One line without what no two clients read alike in a parameter such as CN."""
    return one_line(text.replace('"', "'").replace("\\", " ").replace("^", " "))


def mailto(address: str) -> str:
    """The address as a bare URI (RFC 6068). Whatever it holds, it stays on its line."""
    name, _at, domain = address.rpartition("@")
    return "mailto:" + quote(f"{name}@{_ascii(domain)}", safe=IN_ADDRESS)


def _ascii(domain: str) -> str:
    try:
        return punycode(domain)
    except UnicodeError:
        return domain
