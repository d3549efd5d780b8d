"""To the contacts of a host practice: the invite, who comes, who came. Nobody who comes is named.

A practice reads them between two patients: how many, when, and one button without a password.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from events.domain import host_links
from events.letters.example import example
from events.letters.names import CHANGE, OF_A_PERSON, OF_THE_EVENT, REASON, first_name
from events.letters.words import letter
from events.models import CheckIn, HostInvite, HostLink
from mail import kinds
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Name, Standard

CHANGED_SINCE = gettext_noop("its claim has changed since")
LEFT = gettext_noop("the contact has left the practice")


def made_up() -> dict[str, Any]:
    """Facts of a visit to a practice, for a preview."""
    practice = {"name": "Birthe Vang", "address": "birthe@praksis.example", "is_host": True}
    return example() | practice | {"coming": 3, "new": 1, "gone": 1, "because": "called_off"}


# What the names become


def coming(message: Message) -> str:
    """How many come; "" before the practice was told."""
    n = message.facts.get("coming")
    if n is None:
        return ""
    if n == 0:
        return _("Nobody comes as it stands. We write at once if that changes.")
    return _("One person comes.") if n == 1 else _("%(n)d people come.") % {"n": n}


def changes(message: Message) -> str:
    """How many are new or gone since the last mail; "" if nobody is."""
    new, gone = message.facts.get("new", 0), message.facts.get("gone", 0)
    parts = []
    if new:
        parts.append(_("One is new.") if new == 1 else _("%(n)d are new.") % {"n": new})
    if gone:
        parts.append(
            _("One no longer comes.") if gone == 1 else _("%(n)d no longer come.") % {"n": gone}
        )
    return " ".join(parts)


def why(message: Message) -> str:
    """Why the visit leaves the practice's calendar."""
    said: dict[str, Callable[[], str]] = {
        "called_off": lambda: _("This is called off. We are sorry."),
        "back_to_draft": lambda: _("The office has taken this back: it is being planned anew."),
        "not_you": lambda: _("The office plans this without you now. You receive nobody."),
        "you_cancelled": lambda: _("You had to cancel, and we have settled it. Thank you."),
    }
    told = said.get(message.facts.get("because", ""))
    return told() if told else ""


READER = OF_THE_EVENT | {
    "first_name": Name(first_name, OF_A_PERSON["first_name"].help, "Birthe"),
}
COMING = {
    "coming": Name(
        coming,
        gettext_lazy("a sentence: how many come, once the practice has been told"),
        gettext_lazy("3 people come."),
    ),
}
CHANGES = {
    "changes": Name(
        changes,
        gettext_lazy("a sentence: how many are new or gone since the last mail"),
        gettext_lazy("One is new. One no longer comes."),
    ),
}
WHY = {
    "why": Name(
        why,
        gettext_lazy("a sentence: called off, planned anew, planned without the practice"),
        gettext_lazy("This is called off. We are sorry."),
    ),
}

# The standards

OPENS = gettext_lazy(
    "You need no password. The page opens on the phone or computer that opens it first, until "
    "seven days after the visit; on another one you can ask for a link of your own."
)
CANCEL = gettext_lazy(
    "Must you cancel? Say so on that page: the office is told at once. Pressing No in the "
    "calendar does not tell us."
)
TO = gettext_lazy("Each contact of the practice, by a mail of their own.")

INVITED = Standard(
    label=gettext_lazy("host practice: the visit"),
    sent=gettext_lazy(
        "At once when a date that is open has a host practice. It is the invite, too. Also to a "
        "contact who is new, or has a new address."
    ),
    to=TO,
    subject=gettext_lazy("You receive participants: %(title)s"),
    text=[
        gettext_lazy("You receive participants in your practice. Thank you for that."),
        "%(coming)s",
    ],
    button=gettext_lazy("See the visit"),
    after=[
        gettext_lazy(
            "This mail puts it in your calendar, without anybody's name; if something changes, "
            "your calendar is told."
        ),
        gettext_lazy(
            "We write to you who comes a week and a day before, and from then on at once when "
            "that changes. Afterwards we ask who came."
        ),
        OPENS,
        CANCEL,
    ],
    names=READER | COMING,
    example=made_up,
)
CHANGED = Standard(
    label=gettext_lazy("host practice: changed"),
    sent=gettext_lazy("At once when time, place or title change; calendars are updated."),
    to=TO,
    subject=gettext_lazy("Changed: %(title)s"),
    text=[
        gettext_lazy("What you receive participants for has changed."),
        gettext_lazy("Before: %(before)s"),
        gettext_lazy("Now: %(now)s"),
        "%(coming)s",
    ],
    button=gettext_lazy("See the visit"),
    after=[CANCEL, OPENS],
    names=READER | CHANGE | COMING,
    essential=("before", "now"),
    example=made_up,
)
CALLED_OFF = Standard(
    label=gettext_lazy("host practice: not held"),
    sent=gettext_lazy(
        "At once when the date is called off, taken back or given to another practice; it leaves "
        "the calendars."
    ),
    to=TO,
    subject=gettext_lazy("You receive nobody: %(title)s"),
    text=["%(why)s", gettext_lazy("The reason: %(reason)s")],
    after=[gettext_lazy("This mail takes it out of your calendar. You need do nothing.")],
    names=READER | WHY | REASON,
    essential=("why", "reason"),
    example=made_up,
)
LEFT_PRACTICE = Standard(
    label=gettext_lazy("host practice: contact left"),
    sent=gettext_lazy("At once when somebody is no longer a contact of a practice."),
    to=gettext_lazy("That contact, for each visit to come; it leaves their calendar."),
    subject=gettext_lazy("Leaves your calendar: %(title)s"),
    text=[
        gettext_lazy(
            "We no longer write to you about visits at your practice. This one is held as planned; "
            "with this mail it leaves your calendar."
        ),
    ],
    after=[gettext_lazy("Is that a mistake? Then tell us.")],
    names=READER,
    example=made_up,
)
WHO_COMES = Standard(
    label=gettext_lazy("host practice: who comes"),
    sent=gettext_lazy("A week and a day before the start; at once if the date was made later."),
    to=TO,
    subject=gettext_lazy("Who comes: %(title)s"),
    text=["%(coming)s", "%(changes)s"],
    button=gettext_lazy("See who comes"),
    after=[
        gettext_lazy("On the page you also find a notice to print for the waiting room."),
        OPENS,
        CANCEL,
    ],
    names=READER | COMING | CHANGES,
    essential=("coming",),
    example=made_up,
)
PEOPLE_CHANGED = Standard(
    label=gettext_lazy("host practice: who comes has changed"),
    sent=gettext_lazy("At once when somebody comes or goes after the mail on who comes."),
    to=TO,
    subject=gettext_lazy("Who comes has changed: %(title)s"),
    text=["%(changes)s", "%(coming)s"],
    button=gettext_lazy("See who comes"),
    after=[OPENS, CANCEL],
    names=READER | COMING | CHANGES,
    essential=("coming", "changes"),
    example=made_up,
)
WHO_CAME = Standard(
    label=gettext_lazy("host practice: who came?"),
    sent=gettext_lazy("An hour after the end, unless all are marked as come or not."),
    to=TO,
    subject=gettext_lazy("Who came? %(title)s"),
    text=[
        gettext_lazy("Thank you for receiving them."),
        gettext_lazy("Please say who came: one tap for each, and no password."),
    ],
    button=gettext_lazy("Say who came"),
    after=[
        gettext_lazy(
            "The page is open until seven days after the visit. Three days after the last one is "
            "marked the list closes by itself, unless the office objects; until then you can "
            "correct it."
        ),
        gettext_lazy("There you can also write two lines back to the office."),
    ],
    names=READER | COMING,
    example=made_up,
)

# When each may leave


def invite_of(message: Message) -> HostInvite | None:
    """The invite a message is about; None once it was deleted."""
    _name, _, pk = message.claim.partition(":")
    rows = HostInvite.objects.select_related("contact", "hosting__occurrence", "hosting__spot")
    return rows.filter(pk=int(pk)).first() if pk else None


def still_invites(message: Message) -> str:
    """An invite leaves while it is the last one made. What overtakes it is queued beforehand."""
    invite = invite_of(message)
    if why_not := _gone(message, invite) or invite is None:
        return str(why_not)
    told = invite.told
    is_last = told is not None and invite.sequence == message.facts.get("sequence")
    return "" if is_last else CHANGED_SINCE


def still_out(message: Message) -> str:
    """A cancellation stays true, also when nothing is left of what it was about."""
    invite = invite_of(message)
    if not message.to:
        return gettext_noop("the person was erased")
    return CHANGED_SINCE if invite and invite.told is not None else ""


def still_comes(message: Message) -> str:
    """Who comes is told by the newest mail about it, at the contact's address."""
    invite = invite_of(message)
    if why_not := _gone(message, invite) or invite is None:
        return str(why_not)
    hosting = invite.hosting
    is_last = hosting.revision == message.facts.get("told_times")
    is_so = is_last and hosting.ended_at is None and hosting.cancelled_at is None
    return "" if is_so and _is_their_address(message, invite) else CHANGED_SINCE


def still_asks(message: Message) -> str:
    """*Who came?* is asked while somebody is not marked and the list is open."""
    invite = invite_of(message)
    if why_not := _gone(message, invite) or invite is None:
        return str(why_not)
    hosting = invite.hosting
    if hosting.ended_at or not _is_their_address(message, invite):
        return CHANGED_SINCE
    people = set(hosting.people.values_list("pk", flat=True))
    marks = CheckIn.objects.filter(registration__in=people).order_by()
    marked = set(marks.values_list("registration", "day").distinct())
    left = {(pk, day) for pk in people for day in hosting.days} - marked
    is_open = hosting.occurrence.list_closed_at is None
    return "" if left and is_open else gettext_noop("everybody is marked")


def _gone(message: Message, invite: HostInvite | None) -> str:
    if not message.to:
        return gettext_noop("the person was erased")
    if invite is None:
        return gettext_noop("its claim was deleted")
    return LEFT if invite.contact.left_at else ""


def _is_their_address(message: Message, invite: HostInvite) -> bool:
    return message.facts.get("address") == invite.contact.email


def link(message: Message) -> str:
    """The mail's own link, for the address it was made for."""
    found = HostLink.objects.select_related("contact").filter(pk=message.facts.get("link")).first()
    if found is None or found.contact.email != message.facts.get("address"):
        return ""
    return host_links.url(found)


def _enter(
    kind: str,
    standard: Standard,
    still_true: Callable[[Message], str],
    *,
    method: str = "",
    must_know: bool = True,
) -> None:
    def render(message: Message) -> Letter:
        return letter(message, standard, method=method)

    kinds.register(kind, Kind(render, still_true, link, must_know, standard))


def register() -> None:
    _enter("host_invited", INVITED, still_invites, method="REQUEST")
    _enter("host_changed", CHANGED, still_invites, method="REQUEST")
    _enter("host_called_off", CALLED_OFF, still_out, method="CANCEL")
    _enter("host_left", LEFT_PRACTICE, still_out, method="CANCEL")
    _enter("host_who_comes", WHO_COMES, still_comes)
    _enter("host_people_changed", PEOPLE_CHANGED, still_comes)
    _enter("host_who_came", WHO_CAME, still_asks, must_know=False)
