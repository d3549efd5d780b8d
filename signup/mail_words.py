"""What each mail of the office is about, in words: for its reader and for the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

KINDS = {
    "prove": gettext_lazy("confirm your address"),
    "place": gettext_lazy("your place"),
    "waiting": gettext_lazy("you are on the waitlist"),
    "offer": gettext_lazy("a place is offered"),
    "offer_lapsed": gettext_lazy("the offer has ended"),
    "list_over": gettext_lazy("the waitlist is over"),
    "cancelled": gettext_lazy("place cancelled"),
    "removed": gettext_lazy("cancelled by the office"),
    "called_off": gettext_lazy("called off"),
    "moved": gettext_lazy("moved"),
    "changed": gettext_lazy("changed"),
    "reminder": gettext_lazy("reminder"),
    "link": gettext_lazy("link again"),
    "my_data": gettext_lazy("link to my data"),
    "thanks": gettext_lazy("thanks for coming"),
}


def kind_in_words(kind: str) -> str:
    """What a mail is about; a kind without a word of its own keeps its key."""
    return str(KINDS.get(kind, kind))
