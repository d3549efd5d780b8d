"""What each mail of the office is about, in words: for its reader and for the desk."""

from __future__ import annotations

from mail import kinds


def kind_choices() -> list[tuple[str, str]]:
    """Every kind with its words, to choose from; those an office never sends are left out."""
    unused = {name for name, standard in kinds.standards().items() if not standard.is_used}
    return [it for it in kinds.labels().items() if it[0] not in unused]


def kind_in_words(kind: str) -> str:
    """What a mail is about; a kind without a word of its own keeps its key."""
    return kinds.labels().get(kind, kind)
