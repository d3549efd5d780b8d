"""Whether words can be sent: which names they use that are not there, which they lack."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from mail.models import Wording
from mail.standard import NAME, Names, Standard, Words

IN_BRACES = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")
LONGEST_SUBJECT = Wording._meta.get_field("subject").max_length or 0
LIKE_ENOUGH = 0.6

Problems = dict[str, list[str]]


def problems(words: Words, names: Names) -> Problems:
    """What keeps these words from being sent: a field of theirs -> sentences about it."""
    found = {field: unfit(getattr(words, field), names) for field in ("subject", "text", "after")}
    found["subject"] += _of_subject(words.subject)
    if not words.text.strip():
        found["text"].append(_("Write what the mail says."))
    return {field: sentences for field, sentences in found.items() if sentences}


def unfit(text: str, names: Names) -> list[str]:
    """What is wrong with the braces in a text, one sentence each."""
    found = [_unknown(name, names) for name in dict.fromkeys(IN_BRACES.findall(text))]
    rest = IN_BRACES.sub("", text)
    if brace := BRACE.search(rest):
        found.append(_alone(rest, brace.start()))
    return [sentence for sentence in found if sentence]


def missing(words: Words, standard: Standard) -> list[str]:
    """The names without which this mail does not say what it is for."""
    used = names_in(f"{words.subject} {words.text} {words.after}")
    return [name for name in standard.essential if name not in used]


def names_in(text: str) -> set[str]:
    return set(NAME.findall(text))


def _of_subject(subject: str) -> list[str]:
    if not subject.strip():
        return [_("A mail needs a subject.")]
    if len(subject.splitlines()) > 1:
        return [_("The subject is one line.")]
    if len(subject) > LONGEST_SUBJECT:
        longest = {"longest": LONGEST_SUBJECT, "length": len(subject)}
        return [_("The subject has %(length)d characters; %(longest)d are allowed.") % longest]
    return []


def _unknown(name: str, names: Names) -> str:
    if name in names:
        return ""
    told = {"name": _shown(name), "known": in_braces(names) or "–"}
    near = get_close_matches(name.strip().lower(), list(names), n=1, cutoff=LIKE_ENOUGH)
    if near:
        told["near"] = in_braces(near)
        return _("This mail has no name %(name)s. Did you mean %(near)s?") % told
    return _("This mail has no name %(name)s. Its names are: %(known)s.") % told


def in_braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _shown(name: str) -> str:
    return f"{{{name[:40]}…}}" if len(name) > 40 else f"{{{name}}}"


def _alone(text: str, at: int) -> str:
    near = " ".join(text[max(0, at - 15) : at + 15].split())
    return _(
        "A curly bracket stands alone near “%(near)s”. Brackets stand around a name, on both sides."
    ) % {"near": near}
