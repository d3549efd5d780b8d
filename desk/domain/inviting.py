"""Inviting a colleague: a mailed link that lasts seven days and makes a user of whoever answers."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction

from desk import letters
from desk.access.log import note_colleague
from desk.access.rules import MANAGE, may_grant
from desk.domain.colleagues import speak
from desk.domain.refusals import AlreadyHere, AlreadyInvited, InvitationOver, NotYours
from desk.models import Invitation
from events.domain.log import note
from mail.domain import links
from office import clock
from office.actor import Actor

LASTS = timedelta(days=7)


def invite(
    *, first_name: str, last_name: str, email: str, group: Group, language: str, actor: Actor
) -> Invitation:
    """Invite an address into a group. Raises ActRefused."""
    _grants(actor, group)
    email = email.lower()
    with transaction.atomic():
        list(Group.objects.select_for_update().filter(pk=group.pk))  # two at once are one
        if User.objects.filter(email__iexact=email, is_active=True).exists():
            raise AlreadyHere
        if Invitation.objects.unanswered().filter(email=email).exists():
            raise AlreadyInvited
        at = clock.now()
        invitation = Invitation.objects.create(
            first_name=first_name,
            last_name=last_name,
            email=email,
            group=group,
            language=language,
            invited_by_id=_pk(actor),
            invited_at=at,
            expires_at=at + LASTS,
        )
        _mail(invitation)
        note(invitation, "desk.invite", actor, group=group.name)
    return invitation


def resend(invitation: Invitation, *, actor: Actor) -> None:
    """Mail a new link, for seven days from now; the one before opens nothing any more."""
    with transaction.atomic():
        invitation = _unanswered(invitation)
        _grants(actor, invitation.group)
        invitation.link_version += 1
        invitation.invited_by_id = _pk(actor)
        invitation.expires_at = clock.now() + LASTS
        invitation.save()
        _mail(invitation)
        note(invitation, "desk.invite_again", actor)


def revoke(invitation: Invitation, *, actor: Actor) -> None:
    with transaction.atomic():
        invitation = _unanswered(invitation)
        _grants(actor, invitation.group)
        invitation.revoked_at = clock.now()
        invitation.save()
        note(invitation, "desk.revoke_invitation", actor)


def opened(token: str) -> Invitation:
    """The invitation a mailed link opens. Raises LinkError, or InvitationOver once answered."""
    invitation = Invitation.objects.filter(pk=links.parse(token).pk).first()
    if invitation is None:
        raise links.OldLink
    links.verify("invitation", token, invitation.link_version, clock.now())
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationOver
    return invitation


def accept(invitation: Invitation, *, password: str | None) -> User:
    """Make a user of whoever answers; without a password the office's own sign-in lets them in.

    Whoever left comes back as the user they were. Raises ActRefused.
    """
    with transaction.atomic():
        invitation = _unanswered(invitation)
        if invitation.expires_at <= clock.now() or not _is_still_granted(invitation):
            raise InvitationOver
        user = _user(invitation)
        user.set_password(password)
        user.save()
        user.groups.set([invitation.group])
        speak(user, invitation.language)
        invitation.accepted_at = clock.now()
        invitation.save()
        note_colleague(user, "desk.accept_invitation", group=invitation.group.name)
    return user


def _user(invitation: Invitation) -> User:
    known = User.objects.filter(email__iexact=invitation.email)
    if known.filter(is_active=True).exists():
        raise AlreadyHere
    user = known.first() or User(username=f"colleague-{invitation.pk}", email=invitation.email)
    user.first_name, user.last_name = invitation.first_name, invitation.last_name
    user.is_active, user.is_superuser = True, False
    return user


def _unanswered(invitation: Invitation) -> Invitation:
    found = Invitation.objects.unanswered().select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise InvitationOver
    return found


def _grants(actor: Actor, group: Group) -> None:
    user = actor.user
    if not isinstance(user, User) or not user.has_perm(MANAGE) or not may_grant(user, group):
        raise NotYours


def _is_still_granted(invitation: Invitation) -> bool:
    """Rights may have gone from who invited, or come to the group, since."""
    inviter = User.objects.get(pk=invitation.invited_by_id)
    return inviter.has_perm(MANAGE) and may_grant(inviter, invitation.group)


def _mail(invitation: Invitation) -> None:
    invitation.message = letters.queue_invitation(invitation)
    invitation.save(update_fields=["message"])


def _pk(actor: Actor) -> int:
    return int(actor.user.pk) if actor.user else 0
