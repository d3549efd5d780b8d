"""How one knows that something on a Danish screen is English.

A text is English if it is a string of ours or of a library that Danish says otherwise, or if it
holds a word that English strings have and no Danish one has. So nobody keeps a list of words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation.trans_real import DjangoTranslation

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ["wagtail", "django", "allauth", "taggit", "modelcluster", "django_filters"]
NOT_WORDS = re.compile(
    r"%\(\w+\)[sdif]|%[sdi]|\{[^}]*\}|&\w+;|<[^>]*>|https?:\S+|[\w.+-]+@[\w.-]+|\S*[/_\d]\S*|\w+\.\w[\w.]*"
)
WORD = re.compile(r"[a-zæøåéü]{2,}(?:’[a-z]+)?", re.I)
ENTRY = re.compile(r'^msgid(_plural)?((?:\s*"(?:[^"\\]|\\.)*"\s*\n)+)', re.M)

FINE = {
    *("url", "pdf", "csv", "xlsx", "html", "mb", "kb", "ansi"),
    *("asta", "karen", "lund", "signe", "ida", "karla"),
}
"""Units, kinds of files, and the names of examples."""


def words_of(text: str) -> set[str]:
    return {it.lower() for it in WORD.findall(NOT_WORDS.sub(" ", text))}


def english(text: str) -> str:
    """Why this text is English; "" when it is not."""
    plain = " ".join(text.split())
    if plain in source() and plain not in danish_texts():
        return "a string with other words in Danish, or with none"
    strange = (words_of(plain) & english_words()) - FINE
    return f"English: {', '.join(sorted(strange))}" if strange else ""


@cache
def source() -> set[str]:
    """Every string that is to be translated, as it stands in the code."""
    found = (it for path in _catalogues() for it in msgids(path))
    return {" ".join(it.split()) for it in found if len(it) > 1 and words_of(it)}


@cache
def danish_texts() -> set[str]:
    return {" ".join(it.split()) for it in _danish()}


@cache
def english_words() -> set[str]:
    words = {word for text in source() for word in words_of(text)}
    return words - {word for text in _danish() for word in words_of(text)}


def danish(domain: str) -> dict[str, str]:
    """What Danish catalogues say, by what the code says."""
    layers = reversed(DjangoTranslation("da", domain)._catalog._catalogs)
    return {_plain(key): said for layer in layers for key, said in layer.items() if said}


@cache
def _danish() -> list[str]:
    """All that Danish catalogues say; of what is the same in both, only a word or two."""
    texts = []
    for domain in ("django", "djangojs"):
        for layer in DjangoTranslation("da", domain)._catalog._catalogs:
            texts += [it for key, it in layer.items() if it and _is_meant(it, _plain(key))]
    return texts


def _is_meant(said: str, source: str) -> bool:
    return said != source or len(words_of(said)) <= 2


def _plain(key: str | tuple[str, int]) -> str:
    """The English of a key of a catalogue, without its context."""
    text = key[0] if isinstance(key, tuple) else key
    return text.rpartition("\x04")[2]


def _catalogues() -> Iterator[Path]:
    for name in LIBRARIES:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            yield from Path(folder).glob("**/locale/en/LC_MESSAGES/*.po")
    yield ROOT / "locale/da/LC_MESSAGES/django.po"


def msgids(path: Path, *, plurals: bool = True) -> Iterator[str]:
    for plural, quoted in ENTRY.findall(path.read_text()):
        if plurals or not plural:
            yield "".join(ast.literal_eval(line.strip()) for line in quoted.strip().splitlines())
