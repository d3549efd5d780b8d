"""Finding by what people type: Kjaer finds Kjær, soren finds Søren, 20304050 finds 20 30 40 50."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeVar

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

Rows = TypeVar("Rows", bound=QuerySet[Any])

OTHERS = {"æ": "a", "œ": "o", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ł": "l", "ß": "s", "ı": "i"}
"""Letters that no accent makes out of a plain one."""
PAIRS = {"aa": "a", "ae": "a", "oe": "o"}
"""How å, æ and ø are written where the keyboard has none."""
LATIN = range(0xC0, 0x180)
SHORTEST_PHONE, LONGEST_PHONE = 4, 8
"""So many digits are taken for a phone number; of longer ones the last are compared."""


def _letters() -> dict[str, str]:
    found = OTHERS | {letter.upper(): plain for letter, plain in OTHERS.items() if letter != "ß"}
    for code in LATIN:
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain.isascii() and plain.isalpha():
            found[chr(code)] = plain.lower()
    return found


LETTERS = {letter: plain for letter, plain in _letters().items() if not letter.isascii()}
TABLE = str.maketrans(LETTERS)


def fold(text: str | None) -> str:
    """Lower case, plain letters, one way to write each."""
    plain = unicodedata.normalize("NFC", text or "").translate(TABLE).lower()
    for pair, letter in PAIRS.items():
        plain = plain.replace(pair, letter)
    return plain


def digits(text: str | None) -> str:
    return re.sub(r"[^0-9]", "", text or "")


class Fold(Func):
    """`fold` in the database. PostgreSQL can; SQLite is given the function (`office.apps`)."""

    function = "PRAKSISVEJ_FOLD"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        letters, plain = "".join(LETTERS), "".join(LETTERS.values())
        template = f"lower(translate(%(expressions)s, '{letters}', '{plain}'))"
        for pair, letter in PAIRS.items():
            template = f"replace({template}, '{pair}', '{letter}')"
        return super().as_sql(compiler, connection, template=template, **more)


class Digits(Func):
    """`digits` in the database."""

    function = "PRAKSISVEJ_DIGITS"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "regexp_replace(%(expressions)s, '[^0-9]', '', 'g')"
        return super().as_sql(compiler, connection, template=template, **more)


def found_by(rows: Rows, text: str, *fields: Any, phone: Any = None) -> Rows:
    """Those in whose fields every word of the text stands, or whose phone number holds it.

    Nothing typed finds nothing.
    """
    words = fold(text).split()
    if not words:
        return rows.none()
    rows = rows.alias(folded=folded(*fields))
    found = Q()
    for word in words:
        found &= Q(folded__contains=word)
    if phone is not None and (number := phone_in(text)):
        rows = rows.alias(number=Digits(_text(phone)))
        found |= Q(number__contains=number)
    return rows.filter(found)


def folded(*fields: Any) -> Fold:
    """What stands in these fields, to be compared with folded words."""
    parts = [part for field in fields for part in (_text(field), _text(Value(" ")))]
    return Fold(Concat(*parts, output_field=TextField()))


def _text(field: Any) -> Coalesce:
    return Coalesce(field, Value(""), output_field=TextField())


def phone_in(text: str) -> str:
    """The digits of a text that is a phone number or a part of one; else nothing."""
    number = digits(text)
    is_phone = re.fullmatch(r"[0-9\s().+/-]+", text.strip()) and len(number) >= SHORTEST_PHONE
    return number[-LONGEST_PHONE:] if is_phone else ""


def teach_sqlite(connection: Any, **_: Any) -> None:
    """Give a new connection the functions that PostgreSQL has by itself."""
    if connection.vendor == "sqlite":
        for name, function in ((Fold.function, fold), (Digits.function, digits)):
            connection.connection.create_function(name, 1, function, deterministic=True)
