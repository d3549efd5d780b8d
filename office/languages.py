"""The languages of this installation, as choices of a field: no migration when one is added."""

from django.conf import settings
from django.utils.functional import Promise


def languages() -> list[tuple[str, str | Promise]]:
    """Each language by its code, named in the language now in use."""
    return list(settings.LANGUAGES)


def prefix(language: str) -> str:
    """What an address of ours begins with in this language, after the first slash."""
    is_known = language in dict(settings.LANGUAGES)
    return f"{language}/" if is_known and language != settings.LANGUAGE_CODE else ""
