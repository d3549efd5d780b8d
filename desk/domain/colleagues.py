"""Colleagues: changed, let go, helped back in. Nobody decides about rights they lack themselves,
and one administrator always stays."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group, User
from django.db import transaction
from wagtail.users.models import UserProfile

from desk import letters
from desk.access import sessions
from desk.access.log import note_colleague
from desk.access.rules import MANAGE, administrators, may_grant, may_manage
from desk.domain.refusals import AlreadyHere, LastAdministrator, NotYours, StillResponsible
from desk.models import Invitation, ShownColumns, Watch
from events.domain.responsible import events_of, hand_over
from office import clock
from office.actor import Actor


def change(
    colleague: User,
    *,
    first_name: str,
    last_name: str,
    email: str,
    language: str,
    group: Group | None,
    actor: Actor,
) -> None:
    """Correct who somebody is, and choose their group. Without a group it stays as it is."""
    with transaction.atomic():
        colleague = _locked(colleague)
        _manages(actor, colleague)
        if group and set(colleague.groups.all()) != {group}:
            _put_into(colleague, group, actor)
        _save(colleague, first_name=first_name, last_name=last_name, email=email.lower())
        speak(colleague, language)
        note_colleague(colleague, "desk.change_colleague", actor.user)


def leave(colleague: User, *, successor: User | None, actor: Actor) -> None:
    """Somebody works here no more: no sign-in, no session, no second factor, no events of theirs.

    Who answers for events needs a successor. What they did stays under their name.
    """
    with transaction.atomic():
        colleague = _locked(colleague)
        if not colleague.is_active:
            return
        _manages(actor, colleague)
        _keep_one_administrator(colleague)
        _pass_on(colleague, successor, actor)
        _shut_out(colleague)
        note_colleague(colleague, "desk.leave", actor.user)


def reset_second_factor(colleague: User, *, actor: Actor) -> None:
    """Phone and codes are lost: they sign in with the password, and add a new factor at once."""
    with transaction.atomic():
        colleague = _locked(colleague)
        if actor.user:
            _manages(actor, colleague)
        Authenticator.objects.filter(user=colleague).delete()
        sessions.end_all_of(colleague)
        note_colleague(colleague, "desk.reset_factor", actor.user)
        letters.queue_access_changed(colleague, "desk.reset_factor")


def speak(user: User, language: str) -> None:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def lock_administrators() -> None:
    """Who takes somebody out of the administrators waits for whoever else does."""
    app, _, codename = MANAGE.partition(".")
    held = Group.objects.filter(
        permissions__content_type__app_label=app, permissions__codename=codename
    )
    list(Group.objects.select_for_update().filter(pk__in=held.values("pk")).order_by("pk"))


def _locked(colleague: User) -> User:
    lock_administrators()
    return User.objects.select_for_update().get(pk=colleague.pk)


def _manages(actor: Actor, colleague: User) -> None:
    if not actor.user or not may_manage(actor.user, colleague):
        raise NotYours


def _put_into(colleague: User, group: Group, actor: Actor) -> None:
    if not may_grant(actor.user, group):
        raise NotYours
    if not group.permissions.filter(codename=MANAGE.partition(".")[2]).exists():
        _keep_one_administrator(colleague)
    colleague.groups.set([group])
    note_colleague(colleague, "desk.choose_group", actor.user, group=group.name)


def _keep_one_administrator(colleague: User) -> None:
    if set(administrators()) == {colleague}:
        raise LastAdministrator


def _save(colleague: User, **values: str) -> None:
    others = User.objects.filter(email__iexact=values["email"]).exclude(pk=colleague.pk)
    if others.exists():
        raise AlreadyHere
    for name, value in values.items():
        setattr(colleague, name, value)
    colleague.save(update_fields=list(values))


def _pass_on(colleague: User, successor: User | None, actor: Actor) -> None:
    if not events_of(colleague, only_coming=False).exists():
        return
    if successor is None:
        raise StillResponsible
    hand_over(colleague, successor, actor=actor, only_coming=False)


def _shut_out(colleague: User) -> None:
    colleague.is_active = colleague.is_superuser = False
    colleague.set_unusable_password()
    colleague.save(update_fields=["is_active", "is_superuser", "password"])
    colleague.groups.clear()
    colleague.user_permissions.clear()
    Authenticator.objects.filter(user=colleague).delete()
    SocialAccount.objects.filter(user=colleague).delete()
    Watch.objects.filter(user=colleague).delete()
    ShownColumns.objects.filter(user=colleague).delete()
    Invitation.objects.unanswered().filter(invited_by=colleague).update(revoked_at=clock.now())
    sessions.end_all_of(colleague)
