"""To the address a person had before: nobody's address is changed behind their back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mail.domain.words import told
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Standard
from office import clock
from office.models import Office

ADDRESS_CHANGED = Standard(
    label=gettext_lazy("another address"),
    sent=gettext_lazy("At once when the office corrects somebody's address."),
    to=gettext_lazy("The address they had before; the new one does not stand in it."),
    subject=gettext_lazy("We write to you at another address now"),
    text=[
        gettext_lazy("The office has been told another e-mail address for you and uses that now."),
        gettext_lazy("The links in mails that came here open nothing any more."),
        gettext_lazy("Did you not ask for it? Then call or write to the office."),
    ],
)


def render(message: Message) -> Letter:
    words = told(message, ADDRESS_CHANGED)
    return Letter(words.subject, words.lines, after=[*words.after, *_whom_to_ask()])


def _whom_to_ask() -> list[str]:
    office = Office.objects.current(clock.now())
    if office is None:
        return []
    who = ", ".join(part for part in (office.name, office.phone, office.email) if part)
    return [_("Questions? Ask %(who)s.") % {"who": who}]


KIND = Kind(
    render,
    still_true=lambda message: "",
    link=lambda message: "",
    must_know=True,
    standard=ADDRESS_CHANGED,
)
