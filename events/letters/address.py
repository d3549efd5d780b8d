"""To the address a person had before: nobody's address is changed behind their back, and no entry
is left in a calendar that hears of no change any more."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from contacts.models import Contact
from events.letters.example import example
from events.letters.names import OF_THE_EVENT
from events.models import HostContact
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
OLD_CALENDAR = Standard(
    label=gettext_lazy("another address: out of the old calendar"),
    sent=gettext_lazy(
        "At once when somebody’s address is corrected who has something in their calendar."
    ),
    to=gettext_lazy("The address they had before; the new one does not stand in it."),
    subject=gettext_lazy("Leaves this calendar: %(title)s"),
    text=[
        gettext_lazy(
            "We write about this to another address now. This mail only takes it out of the "
            "calendar of this one. You need do nothing."
        ),
    ],
    after=[gettext_lazy("Did you not ask for it? Then call or write to the office.")],
    names=OF_THE_EVENT,
    example=example,
)


def still_former(message: Message) -> str:
    """Why it must not leave, or nothing: the address is theirs no more."""
    if not message.to:
        return gettext_noop("the person was erased")
    return gettext_noop("the address is theirs again") if _is_theirs(message) else ""


def _is_theirs(message: Message) -> bool:
    if message.contact:
        return Contact.objects.filter(uuid=message.contact, email=message.to).exists()
    invite = int(message.claim.rpartition(":")[2])
    theirs = HostContact.objects.filter(invites=invite, email=message.to, left_at=None)
    return theirs.exists()


def no_link(message: Message) -> str:
    return ""


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
    still_true=still_former,
    link=no_link,
    must_know=True,
    standard=ADDRESS_CHANGED,
)
