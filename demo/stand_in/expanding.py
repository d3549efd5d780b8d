"""`expand[]=data.source` puts the object where its id would stand: https://docs.stripe.com/expand"""

from __future__ import annotations

from typing import Any

from demo.stand_in.books import Books, Object
from demo.stand_in.refusals import invalid
from demo.stand_in.shapes import public

DEEPEST = 4


def expanded(books: Books, answer: Object, paths: Any) -> Object:
    """The answer with all that was asked to be opened. Raises Refused."""
    for path in paths or []:
        steps = str(path).split(".")
        if len(steps) > DEEPEST:
            raise invalid("expand", "You cannot expand more than 4 levels.", "parameter_invalid")
        _open(books, answer, steps)
    return answer


def _open(books: Books, it: Any, steps: list[str]) -> None:
    if isinstance(it, list):
        for each in it:
            _open(books, each, steps)
    elif steps and isinstance(it, dict):
        name = steps[0]
        if isinstance(it.get(name), str):
            it[name] = public(books.find(it[name]) or {})
        if it.get(name, ()) in ((), {}):
            message = f"This property cannot be expanded ({name})."
            raise invalid("expand", message, "parameter_invalid")
        _open(books, it[name], steps[1:])
