"""The office's own words for its mails: changing them, and going back to the standard."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mail import kinds
from mail.domain.checking import problems
from mail.domain.differing import told_in_short
from mail.models import Wording
from mail.standard import Standard, Words
from office import clock, log
from office.actor import Actor
from office.refusal import ActRefused


class NoSuchWording(ActRefused):
    sentence = _("There is no such mail in this language.")


class Unfit(ActRefused):
    """Words that cannot be sent."""


class ChangedMeanwhile(ActRefused):
    sentence = _("A colleague changed this text meanwhile. Yours is still in the form: compare.")


def change(
    kind: str, language: str, words: Words, *, actor: Actor, seen: datetime | None = None
) -> Wording | None:
    """Let a kind of mail say these words in this language; None where they are the standard's.

    `seen` is when the wording on the form was written; a newer one is not overwritten unseen.
    """
    standard, words = standard_words(kind, language), tidied(words)
    for sentences in problems(words, _standard(kind).names).values():
        raise Unfit(sentences[0])
    with transaction.atomic():
        row = _locked(kind, language)
        if words == (row.words if row else standard) and (row is None or _is_current(row)):
            return row
        if row and row.changed_at != seen and row.words != words:
            raise ChangedMeanwhile
        if words == standard:
            _drop(row, standard, actor)
            return None
        return _keep(row, kind, language, words, actor)


def reset(kind: str, language: str, *, actor: Actor) -> None:
    """Say what the standard says again."""
    standard = standard_words(kind, language)
    with transaction.atomic():
        _drop(_locked(kind, language), standard, actor)


def keep(kind: str, language: str, *, actor: Actor) -> None:
    """The standard has changed, and the office has seen it: its own words stay."""
    with transaction.atomic():
        row = _locked(kind, language)
        if row and not _is_current(row):
            row.standard = asdict(standard_words(kind, language))
            row.save(update_fields=["standard"])
            log.note(row, "mail.keep_wording", actor, mail=kind, language=language)


def standard_words(kind: str, language: str) -> Words:
    """What the standard says in a language. Raises NoSuchWording."""
    if language not in dict(settings.LANGUAGES):
        raise NoSuchWording
    with translation.override(language):
        return _standard(kind).words()


def subject_of(kind: str, language: str) -> str:
    """The subject as it stands now, names in braces; empty for a kind that has no words here."""
    own = Wording.objects.filter(kind=kind, language=language).first()
    if own:
        return own.subject
    return standard_words(kind, language).subject if kind in kinds.standards() else ""


def standard_has_changed(wording: Wording) -> bool:
    return not _is_current(wording)


def tidied(words: Words) -> Words:
    """Without blanks around, and with one kind of line break."""
    return Words(**{name: _tidied(text) for name, text in asdict(words).items()})


def _tidied(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def _standard(kind: str) -> Standard:
    try:
        return kinds.standards()[kind]
    except KeyError:
        raise NoSuchWording from None


def _locked(kind: str, language: str) -> Wording | None:
    return Wording.objects.select_for_update().filter(kind=kind, language=language).first()


def _is_current(wording: Wording) -> bool:
    """Whether the standard still is what it was when the wording was written."""
    return wording.standard == asdict(standard_words(wording.kind, wording.language))


def _keep(row: Wording | None, kind: str, language: str, words: Words, actor: Actor) -> Wording:
    standard = standard_words(kind, language)
    before = row.words if row else standard
    values = asdict(words) | {"standard": asdict(standard), "changed_at": clock.now()}
    kept, is_made = Wording.objects.get_or_create(kind=kind, language=language, defaults=values)
    if row is None and not is_made:
        raise ChangedMeanwhile
    Wording.objects.filter(pk=kept.pk).update(**values)
    kept.refresh_from_db()
    _note(kept, "mail.change_wording", actor, before, words)
    return kept


def _drop(row: Wording | None, standard: Words, actor: Actor) -> None:
    if row:
        _note(row, "mail.reset_wording", actor, row.words, standard)
        row.delete()


def _note(row: Wording, action: str, actor: Actor, before: Words, after: Words) -> None:
    difference = told_in_short(before, after)
    log.note(row, action, actor, mail=row.kind, language=row.language, difference=difference)
