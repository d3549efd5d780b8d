"""Who is invited, who changes whose rights, and who leaves."""

import threading
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, GroupCollectionPermission, ModelLogEntry, Page
from wagtail.users.models import UserProfile

from desk.access.rules import may_grant, may_manage
from desk.domain import colleagues, inviting
from desk.domain.refusals import (
    AlreadyHere,
    AlreadyInvited,
    InvitationOver,
    LastAdministrator,
    NotYours,
    StillResponsible,
)
from desk.models import Invitation, ShownColumns, Watch
from events.models import Event
from mail import kinds
from mail.models import Message
from office.actor import coordinator as by
from tests.desk.signing_in import PASSWORD, add_app, sign_in
from tests.factories import EventFactory, UserFactory, of_group

NEW = {
    "first_name": "Signe",
    "last_name": "Dahl",
    "email": "Signe@Office.test",
    "language": "en",
}


def said(refusal):
    """In the language of our colleagues' profiles."""
    with translation.override("en"):
        return str(refusal.sentence)


def group(name):
    return Group.objects.get(name=name)


def invited(administrator, name="Coordinator", **changes):
    return inviting.invite(**(NEW | changes), group=group(name), actor=by(administrator))


def link(invitation):
    return kinds.get("invitation").link(Message.objects.get(pk=invitation.message_id))


def choose(client, address, password="three words in a row"):
    return client.post(address, {"password1": password, "password2": password})


# Inviting


def test_an_administrator_invites_and_the_colleague_gets_a_mail(admin_desk, administrator):
    form = NEW | {"group": group("Coordinator").pk}

    answer = admin_desk.post(reverse("colleagues:invite"), form)

    invitation = Invitation.objects.get()
    message = Message.objects.get()
    assert answer.url == reverse("colleagues:index")
    assert (invitation.email, invitation.invited_by) == ("signe@office.test", administrator)
    assert (message.kind, message.to, message.language) == ("invitation", invitation.email, "en")
    assert not User.objects.filter(email=invitation.email).exists()
    assert "Signe Dahl" in admin_desk.get(answer.url).content.decode()
    assert ModelLogEntry.objects.get(action="desk.invite").label == f"invitation {invitation.pk}"


def test_the_mail_says_who_invites_to_what(administrator, clock):
    message = Message.objects.get(pk=invited(administrator).message_id)

    letter = kinds.get("invitation").render(message)

    said = " ".join([letter.subject, *letter.lines])
    assert all(word in said for word in ("Signe", "Jens Bro", "Praksisvej"))


def test_who_answers_chooses_a_password_and_is_in(administrator, clock):
    invitation = invited(administrator)
    client = Client()
    page = client.get(link(invitation))

    answer = choose(client, link(invitation))

    user = User.objects.get(email="signe@office.test")
    assert page.status_code == 200
    assert "Welcome, Signe" in page.content.decode()
    assert answer.url == "/admin/"
    assert client.get("/admin/dates/").status_code == 200
    assert [it.name for it in user.groups.all()] == ["Coordinator"]
    assert user.get_full_name() == "Signe Dahl"
    assert UserProfile.objects.get(user=user).preferred_language == "en"
    assert not user.is_superuser


def test_who_answers_adds_a_second_factor_first(administrator, clock, settings):
    settings.MFA_REQUIRED = True
    client = Client()
    choose(client, link(invited(administrator)))

    assert client.get("/admin/").url == reverse("mfa_index")
    add_app(client)
    assert client.get("/admin/").status_code == 200


def test_opening_the_link_answers_nothing(administrator, clock):
    invitation = invited(administrator)

    Client().get(link(invitation))
    Client().head(link(invitation))

    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.parametrize("password", ["short", "password1234", "signe@office.test"])
def test_a_weak_password_is_refused_with_a_sentence(administrator, clock, password):
    answer = choose(Client(), link(invited(administrator)), password)

    assert answer.context["form"].errors["password1"]
    assert not User.objects.filter(email="signe@office.test").exists()


def test_a_used_link_says_so(administrator, clock):
    address = link(invited(administrator))
    choose(Client(), address)

    again = Client().get(address)

    assert (again.status_code, again.context["answered"]) == (410, True)
    assert choose(Client(), address).status_code == 410


@pytest.mark.parametrize("what", ["late", "resent", "forged"])
def test_an_old_or_wrong_link_says_so(administrator, clock, what):
    invitation = invited(administrator)
    address = link(invitation)
    if what == "late":
        clock.move(timedelta(days=7))
    elif what == "resent":
        inviting.resend(invitation, actor=by(administrator))
    else:
        address = "/invitation/1-aaaaaaaaaaaaaaaaaaaaaaaaaaa/"

    answer = Client().get(address)

    assert (answer.status_code, answer.context["answered"]) == (410, False)
    assert choose(Client(), address).status_code == 410
    assert User.objects.filter(email="signe@office.test").count() == 0


def test_a_resent_link_lasts_seven_days_more(administrator, clock):
    invitation = invited(administrator)
    clock.move(timedelta(days=8))

    inviting.resend(invitation, actor=by(administrator))

    invitation.refresh_from_db()
    clock.move(timedelta(days=6))
    assert Client().get(link(invitation)).status_code == 200


def test_an_invitation_taken_back_opens_nothing_and_its_mail_stays_here(admin_desk, administrator):
    invitation = invited(administrator)
    address = link(invitation)

    admin_desk.post(reverse("colleagues:revoke", args=[invitation.pk]))

    assert Client().get(address).status_code == 410
    message = Message.objects.get(pk=invitation.message_id)
    assert kinds.get("invitation").still_true(message)
    assert "Signe" not in admin_desk.get(reverse("colleagues:index")).content.decode()


def test_the_same_address_is_not_invited_twice(administrator, clock):
    invited(administrator)

    with pytest.raises(AlreadyInvited):
        invited(administrator, email="SIGNE@office.test")
    with pytest.raises(AlreadyHere):
        invited(administrator, email=administrator.email)


def test_what_was_wrong_is_said_beside_the_form_and_kept(admin_desk, administrator):
    form = NEW | {"group": group("Coordinator").pk, "email": administrator.email}

    answer = admin_desk.post(reverse("colleagues:invite"), form)

    assert answer.status_code == 200
    assert said(AlreadyHere) in answer.content.decode()
    assert 'value="Signe"' in answer.content.decode()


# Nobody grants rights they lack


@pytest.mark.parametrize("name", ["Administrator", "Coordinator", "Editor", "Check-in helper"])
def test_an_administrator_may_grant_each_of_our_groups(administrator, name):
    assert may_grant(administrator, group(name))


def test_a_coordinator_decides_about_nobody(coordinator, clock):
    with pytest.raises(NotYours):
        invited(coordinator)
    with pytest.raises(NotYours):
        colleagues.leave(UserFactory(), successor=None, actor=by(coordinator))


def more_than_an_administrator(kind):
    made = Group.objects.create(name="More")
    if kind == "permission":
        made.permissions.add(Permission.objects.get(codename="delete_user"))
    elif kind == "page":
        held = Permission.objects.get(codename="view_page", content_type__app_label="wagtailcore")
        made.page_permissions.create(page=Page.objects.get(depth=1), permission=held)
    else:
        held = Permission.objects.get(codename="delete_document")
        GroupCollectionPermission.objects.create(
            group=made, collection=Collection.objects.get(depth=1), permission=held
        )
    return made


@pytest.mark.parametrize("kind", ["permission", "page", "collection"])
def test_a_group_with_a_right_they_lack_is_not_theirs_to_give(admin_desk, administrator, kind):
    more = more_than_an_administrator(kind)

    page = admin_desk.get(reverse("colleagues:invite")).content.decode()
    answer = admin_desk.post(reverse("colleagues:invite"), NEW | {"group": more.pk})

    assert "More" not in page
    assert answer.status_code == 200
    assert not Invitation.objects.exists()
    with pytest.raises(NotYours):
        invited(administrator, name="More")


def test_rights_on_a_page_reach_the_pages_below(administrator):
    below = Group.objects.create(name="Below")
    page = Page.objects.filter(depth=2).first()
    held = Permission.objects.get(codename="change_page")
    below.page_permissions.create(page=page, permission=held)

    assert may_grant(administrator, below)


def test_a_superuser_is_nobodys_but_a_superusers(admin_desk, administrator):
    boss = UserFactory(is_superuser=True)

    assert not may_manage(administrator, boss)
    for name in ("edit", "leave", "reset_factor"):
        assert admin_desk.get(reverse(f"colleagues:{name}", args=[boss.pk])).status_code == 302
    with pytest.raises(NotYours):
        colleagues.leave(boss, successor=None, actor=by(administrator))
    assert may_manage(UserFactory(is_superuser=True), boss)


def test_who_lost_the_right_invited_in_vain(administrator, clock):
    invitation = invited(administrator)
    administrator.groups.set([group("Coordinator")])

    answer = choose(Client(), link(invitation))

    assert answer.status_code == 200
    assert not User.objects.filter(email="signe@office.test").exists()


def test_a_group_that_gained_rights_since_is_not_given(administrator, clock):
    invitation = invited(administrator, name="Editor")
    group("Editor").permissions.add(Permission.objects.get(codename="delete_user"))

    with pytest.raises(InvitationOver):
        inviting.accept(invitation, password=PASSWORD)


def test_wagtails_own_screens_for_users_and_groups_are_for_superusers(administrator, clock):
    """Even for whoever was given Django's permissions for them."""
    for codename in ("change_user", "add_user", "delete_user", "change_group", "add_group"):
        administrator.user_permissions.add(Permission.objects.get(codename=codename))
    client = Client()
    client.force_login(administrator)
    other = UserFactory()
    addresses = [
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[other.pk]),
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:edit", args=[group("Editor").pk]),
        reverse("wagtail_bulk_action", args=["auth", "user", "assign_role"]) + f"?id={other.pk}",
    ]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 302
    )
    boss = Client()
    boss.force_login(UserFactory(is_superuser=True))
    assert boss.get(addresses[0]).status_code == 200


# Changing


def change(client, user, **changes):
    form = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "group": user.groups.first().pk,
        "language": "en",
    }
    return client.post(reverse("colleagues:edit", args=[user.pk]), form | changes)


def test_name_address_and_group_are_changed(admin_desk, coordinator):
    answer = change(
        admin_desk, coordinator, email="Mette.Kjaer@office.test", group=group("Editor").pk
    )

    coordinator.refresh_from_db()
    assert answer.status_code == 302
    assert coordinator.email == "mette.kjaer@office.test"
    assert [it.name for it in coordinator.groups.all()] == ["Editor"]
    entry = ModelLogEntry.objects.get(action="desk.choose_group")
    assert (entry.label, entry.data) == (f"colleague {coordinator.pk}", {"group": "Editor"})


def test_two_colleagues_never_share_an_address(admin_desk, administrator, coordinator):
    answer = change(admin_desk, coordinator, email=administrator.email.upper())

    assert said(AlreadyHere) in answer.content.decode()


def test_the_last_administrator_stays_one(admin_desk, administrator):
    UserFactory(is_superuser=True)

    answer = change(admin_desk, administrator, group=group("Coordinator").pk)

    assert said(LastAdministrator) in answer.content.decode()
    with pytest.raises(LastAdministrator):
        colleagues.leave(administrator, successor=None, actor=by(administrator))


def test_one_of_two_administrators_may_go(administrator, clock):
    other = of_group("Administrator")

    colleagues.leave(administrator, successor=None, actor=by(other))

    with pytest.raises(LastAdministrator):
        colleagues.leave(other, successor=None, actor=by(other))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_let_each_other_go_at_once_leave_one(clock):
    one, other = of_group("Administrator"), of_group("Administrator")
    start, refused = threading.Barrier(2), []

    def go(actor, who):
        start.wait()
        try:
            colleagues.leave(who, successor=None, actor=by(User.objects.get(pk=actor.pk)))
        except (LastAdministrator, NotYours) as why:
            refused.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert User.objects.filter(is_active=True).count() == 1


# Leaving and losing things


def test_who_leaves_is_out_at_once_and_everywhere(desk, coordinator, administrator):
    elsewhere = Client()
    sign_in(elsewhere, coordinator)
    add_app(elsewhere)
    Watch.objects.create(user=coordinator)
    ShownColumns.objects.create(user=coordinator)

    colleagues.leave(coordinator, successor=None, actor=by(administrator))

    assert [it.get("/admin/").status_code for it in (desk, elsewhere)] == [302, 302]
    assert sign_in(Client(), coordinator).status_code == 200
    coordinator.refresh_from_db()
    assert not coordinator.is_active
    assert not coordinator.groups.exists()
    assert not Authenticator.objects.exists()
    assert not Watch.objects.exists()
    assert not ShownColumns.objects.exists()


def test_their_events_go_to_somebody_named(admin_desk, administrator, coordinator):
    event = EventFactory(coordinator=coordinator)
    successor = of_group("Coordinator", first_name="Ida")
    address = reverse("colleagues:leave", args=[coordinator.pk])

    with pytest.raises(StillResponsible):
        colleagues.leave(coordinator, successor=None, actor=by(administrator))
    refused = admin_desk.post(address)
    answer = admin_desk.post(address, {"successor": successor.pk})

    assert refused.context["form"].errors["successor"]
    assert answer.status_code == 302
    assert Event.objects.get(pk=event.pk).coordinator == successor


def test_invitations_of_who_leaves_are_taken_back(administrator, clock):
    invitation = invited(administrator)
    other = of_group("Administrator")

    colleagues.leave(administrator, successor=None, actor=by(other))

    assert Client().get(link(invitation) or "/invitation/1-a/").status_code == 410
    assert not Invitation.objects.unanswered().exists()


def test_leaving_twice_is_leaving_once(administrator, coordinator, clock):
    for _ in range(2):
        colleagues.leave(coordinator, successor=None, actor=by(administrator))

    assert ModelLogEntry.objects.filter(action="desk.leave").count() == 1


def test_who_comes_back_is_the_user_they_were(administrator, coordinator, clock):
    colleagues.leave(coordinator, successor=None, actor=by(administrator))
    invitation = invited(administrator, name="Editor", email=coordinator.email)

    choose(Client(), link(invitation))

    coordinator.refresh_from_db()
    assert coordinator.is_active
    assert [it.name for it in coordinator.groups.all()] == ["Editor"]
    assert sign_in(Client(), coordinator, password="three words in a row").url == "/admin/"


def test_a_lost_phone_is_helped_by_an_administrator(admin_desk, coordinator, settings):
    settings.MFA_REQUIRED = True
    client = Client()
    sign_in(client, coordinator)
    add_app(client)
    settings.MFA_REQUIRED = False  # the administrator's own factor is not the point

    answer = admin_desk.post(reverse("colleagues:reset_factor", args=[coordinator.pk]))

    settings.MFA_REQUIRED = True
    again = Client()
    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=coordinator).exists()
    assert client.get("/admin/").url.startswith(reverse("account_login"))
    assert sign_in(again, coordinator).url == "/admin/"
    assert again.get("/admin/").url == reverse("mfa_index")
    assert Message.objects.filter(kind="access_changed", to=coordinator.email).exists()
    assert ModelLogEntry.objects.filter(action="desk.reset_factor").exists()


def test_the_command_line_helps_when_nobody_else_can(coordinator, clock):
    Authenticator.objects.create(user=coordinator, type="totp", data={"secret": "x"})

    call_command("reset_second_factor", coordinator.email.upper())

    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")


def test_the_list_asks_the_database_the_same_for_one_and_for_ten(
    admin_desk, administrator, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(45) as queries:
            admin_desk.get(reverse("colleagues:index"))
        return len(queries)

    of_group("Coordinator")
    invited(administrator)
    before = asked()
    for n in range(9):
        of_group("Coordinator")
        invited(administrator, email=f"new{n}@office.test")

    assert asked() == before
