"""The mails to colleagues: an invitation, a new password, a change of how they sign in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import registry
from wagtail.users.models import UserProfile

from desk.access import groups
from desk.models import Invitation
from mail import kinds
from mail.domain import links, outbox
from mail.domain.words import told
from mail.kinds import Kind
from mail.letter import Letter
from mail.models import Message
from mail.standard import Name, Standard
from office import clock

INVITATION = Standard(
    label=_("invitation of a colleague"),
    sent=_("When an administrator invites somebody to work here."),
    to=_("The colleague."),
    subject=_("%(inviter)s invites you to %(office)s's desk"),
    text=[
        _("Dear %(name)s"),
        _("%(inviter)s invites you to work at %(office)s's desk as %(group)s."),
        _("The button below opens the door, and lets you choose a password. It works for 7 days."),
    ],
    button=_("Accept the invitation"),
    after=[_("Do you not know what this is about? Then do nothing, and nothing happens.")],
    names={
        "name": Name(lambda it: _fact(it, "name"), _("the colleague's first name"), "Mette"),
        "inviter": Name(lambda it: _fact(it, "inviter"), _("who invites"), "Karen Lund"),
        "group": Name(
            lambda it: groups.label(_fact(it, "group")), _("the group"), _("Coordinator")
        ),
        "office": Name(lambda it: _fact(it, "office"), _("the name of the site"), "Praksisvej"),
    },
)
PASSWORD = Standard(
    label=_("new password for a colleague"),
    sent=_("When somebody who works here has forgotten the password."),
    to=_("The colleague."),
    subject=_("Choose a new password"),
    text=[
        _("Somebody, probably you, asked for a new password to the desk."),
        _("The button below lets you choose one. It works once, for a day."),
    ],
    button=_("Choose a new password"),
    after=[_("Was it not you? Then do nothing: the old password goes on working.")],
)
CHANGED = Standard(
    label=_("change of how a colleague signs in"),
    sent=_("When a password or a second factor was changed."),
    to=_("The colleague."),
    subject=_("How you sign in has changed"),
    text=[
        _("Your sign-in to the desk was changed: %(change)s."),
        _("Was it not you? Then tell an administrator of your office at once."),
    ],
    names={
        "change": Name(lambda it: _change(it), _("what was changed"), _("Second factor added")),
    },
)


def queue_invitation(invitation: Invitation) -> Message:
    inviter = invitation.invited_by
    facts = {
        "invitation": invitation.pk,
        "version": invitation.link_version,
        "name": invitation.first_name,
        "inviter": inviter.get_full_name() or inviter.get_username(),
        "group": invitation.group.name,
        "office": settings.WAGTAIL_SITE_NAME,
    }
    return _queue("invitation", invitation.email, invitation.language, facts)


def queue_password_reset(user: User) -> Message:
    return _queue("password_reset", user.email, _language(user), {"user": user.pk})


def queue_access_changed(user: User, action: str) -> Message | None:
    """Tell somebody that how they sign in was changed; nobody is told without an address."""
    if not user.email:
        return None
    return _queue("access_changed", user.email, _language(user), {"action": action})


def invitation_link(message: Message) -> str:
    invitation = _invitation(message)
    if not invitation:
        return ""
    return links.url("invitation", invitation.pk, invitation.link_version, invitation.expires_at)


def password_link(message: Message) -> str:
    """Made when the mail leaves: it is good once, and dies with the old password."""
    user = User.objects.filter(pk=message.facts.get("user"), is_active=True).first()
    if not user:
        return ""
    key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return settings.BASE_URL + reverse("account_reset_password_from_key", args=key)


def register() -> None:
    for name, standard, still_true, link in [
        ("invitation", INVITATION, _still_invited, invitation_link),
        ("password_reset", PASSWORD, _still_here, password_link),
        ("access_changed", CHANGED, lambda message: "", lambda message: ""),
    ]:
        kind = Kind(_letter(standard), still_true, link, must_know=True, standard=standard)
        kinds.register(name, kind)


def _letter(standard: Standard) -> Any:
    def render(message: Message) -> Letter:
        words = told(message, standard)
        return Letter(words.subject, words.lines, button=str(standard.button), after=words.after)

    return render


def _queue(kind: str, to: str, language: str, facts: dict[str, Any]) -> Message:
    return outbox.queue(kind, to=to, language=language, at=clock.now(), facts=facts)


def _fact(message: Message, name: str) -> str:
    return str(message.facts.get(name, ""))


def _change(message: Message) -> str:
    action = message.facts.get("action", "")
    return str(registry.get_action_label(action)) if action else ""


def _language(user: User) -> str:
    profile = UserProfile.objects.filter(user=user).first()
    return profile.get_preferred_language() if profile else settings.LANGUAGE_CODE


def _invitation(message: Message) -> Invitation | None:
    """The invitation, while this mail is the newest about it."""
    rows = Invitation.objects.open(clock.now())
    return rows.filter(
        pk=message.facts.get("invitation"), link_version=message.facts.get("version")
    ).first()


def _still_invited(message: Message) -> str:
    return "" if _invitation(message) else gettext_noop("the invitation is over")


def _still_here(message: Message) -> str:
    return "" if password_link(message) else gettext_noop("the colleague has left")
