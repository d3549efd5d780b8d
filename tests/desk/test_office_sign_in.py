"""The office's own sign-in by OpenID Connect, against a provider that answers over HTTP."""

import copy
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from desk.domain import colleagues, inviting
from mail import kinds
from office.actor import coordinator as by
from tests.desk.signing_in import add_app, sign_in
from tests.desk.test_colleagues import invited, link
from tests.factories import UserFactory, of_group
from tests.oidc import CLIENT, SECRET, Provider

BEGIN = "/admin/login/office/begin/"


@pytest.fixture
def provider(settings, clock):
    provider = Provider()
    settings.OIDC_ISSUER = provider.issuer
    providers = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    app = providers["openid_connect"]["APPS"][0]
    app |= {"client_id": CLIENT, "secret": SECRET}
    app["settings"]["server_url"] = provider.issuer
    settings.SOCIALACCOUNT_PROVIDERS = providers
    yield provider
    provider.close()


@pytest.fixture
def mette(provider):
    return of_group("Coordinator", email="mette@office.test", first_name="Mette")


def go(client, begin=BEGIN):
    """To the provider and back, as a browser would; the answer of our own address."""
    there = client.get(begin)
    assert there.status_code == 302, there.content
    return client.get(way_back(there.url))


def way_back(url):
    back = urlsplit(requests.get(url, allow_redirects=False, timeout=5).headers["Location"])
    return f"{back.path}?{back.query}"


def is_in(client):
    return client.get("/admin/dates/").status_code == 200


def test_a_colleague_with_a_verified_address_is_let_in(mette):
    client = Client()

    answer = go(client, f"{BEGIN}?next=/admin/dates/")

    assert answer.url == "/admin/dates/"
    assert is_in(client)
    assert SocialAccount.objects.get(user=mette).uid == "42"
    assert ModelLogEntry.objects.filter(action="desk.connect_office").count() == 1


def test_nothing_of_what_is_told_is_kept_but_the_number(mette, provider):
    provider.person |= {"name": "Mette Hemmelig", "picture": "https://faces.test/1"}
    go(Client())

    assert SocialAccount.objects.get().extra_data == {}
    assert not EmailAddress.objects.filter(user=mette).exists()
    mette.refresh_from_db()
    assert mette.get_full_name() == "Mette"
    assert mette.has_usable_password()


def test_the_question_asks_for_a_code_with_pkce_and_a_nonce(mette):
    asked = parse_qs(urlsplit(Client().get(BEGIN).url).query)

    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert len(asked["nonce"][0]) == 64


def test_of_our_address_nothing_reaches_the_provider(mette):
    address = f"{BEGIN}?scope=everything&auth_params=prompt%3Dnone&process=connect"
    asked = parse_qs(urlsplit(Client().get(address).url).query)

    assert "everything" not in asked["scope"][0]
    assert "prompt" not in asked


def test_afterwards_they_are_known_by_their_number(mette, provider):
    go(Client())
    provider.person = {"sub": "42", "email": "mette@new.test", "email_verified": True}
    client = Client()
    go(client)

    assert is_in(client)


def test_another_number_with_the_same_address_is_that_address_too(mette, provider):
    """The region gave Mette a new account there; her address is verified still."""
    go(Client())
    provider.person["sub"] = "43"
    client = Client()
    go(client)

    assert is_in(client)


@pytest.mark.parametrize("verified", [False, "false", None])
def test_an_address_that_is_not_verified_lets_nobody_in(mette, provider, verified):
    provider.person["email_verified"] = verified
    client = Client()

    answer = go(client)

    assert answer.status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_provider_that_vouches_for_its_addresses_is_believed(mette, provider, settings):
    settings.OIDC_TRUSTS_EMAIL = True
    del provider.person["email_verified"]
    client = Client()
    go(client)

    assert is_in(client)


def test_an_unknown_person_is_told_to_ask_for_an_invitation(provider):
    before = User.objects.count()
    client = Client()

    answer = go(client)

    assert answer.status_code == 403
    assert not is_in(client)
    assert User.objects.count() == before


def test_an_address_of_two_lets_in_neither(mette):
    UserFactory(email="METTE@office.test")
    client = Client()

    assert go(client).status_code == 403


def test_who_left_is_not_let_in(mette, administrator):
    go(Client())
    colleagues.leave(mette, successor=None, actor=by(administrator))
    client = Client()

    assert go(client).status_code == 403
    assert not is_in(client)


def test_somebody_made_inactive_is_told_so(mette):
    go(Client())
    User.objects.filter(pk=mette.pk).update(is_active=False)
    client = Client()

    assert go(client).url == reverse("account_inactive")
    assert not is_in(client)


# Invited ones


def test_an_invited_address_becomes_a_colleague(provider, administrator):
    invitation = invited(administrator, email="mette@office.test")
    client = Client()

    go(client)

    user = User.objects.get(email="mette@office.test")
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert [group.name for group in user.groups.all()] == ["Coordinator"]
    assert not user.has_usable_password()
    assert is_in(client)


def test_the_invitations_link_is_enough_whatever_the_address(provider, administrator):
    invitation = invited(administrator, email="signe@office.test")
    page = Client().get(link(invitation)).content.decode()
    token = link(invitation).rstrip("/").rpartition("/")[2]
    client = Client()

    assert f"{BEGIN}?invitation={token}" in page
    go(client, f"{BEGIN}?invitation={token}")

    assert is_in(client)
    assert User.objects.get(email="signe@office.test").groups.get().name == "Coordinator"


def test_an_old_invitation_lets_nobody_in(provider, administrator, clock):
    invitation = invited(administrator, email="mette@office.test")
    token = link(invitation).rstrip("/").rpartition("/")[2]
    clock.move(timedelta(days=7))

    assert go(Client(), f"{BEGIN}?invitation={token}").status_code == 403
    assert not User.objects.filter(email="mette@office.test").exists()


def test_a_revoked_invitation_lets_nobody_in(provider, administrator):
    invitation = invited(administrator, email="mette@office.test")
    inviting.revoke(invitation, actor=by(administrator))

    assert go(Client()).status_code == 403


# Tokens that are not to be believed


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.test"},
        {"aud": "somebody else"},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"exp": 1_000_000_000},
        {"iat": None},
        {"iat": 4_000_000_000},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused(mette, provider, claims):
    provider.claims = claims
    client = Client()

    answer = go(client)

    assert answer.status_code == 401
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def _with_another_key(provider, claims):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, other, algorithm="RS256", headers={"kid": "one"})


def _unsigned(provider, claims):
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})


def _with_the_public_key_as_secret(provider, claims):
    public = provider.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return jwt.encode(claims, public, algorithm="HS256", headers={"kid": "one"})


def _with_an_unknown_key(provider, claims):
    return jwt.encode(claims, provider.key, algorithm="RS256", headers={"kid": "two"})


def _changed(provider, claims):
    head, body, signature = provider.signed(claims).split(".")
    return ".".join([head, body[:-4] + "AAAA", signature])


def _no_token(provider, claims):
    return ""


@pytest.mark.parametrize(
    "sign",
    [
        _with_another_key,
        _unsigned,
        _with_the_public_key_as_secret,
        _with_an_unknown_key,
        _changed,
        _no_token,
    ],
    ids=lambda it: it.__name__,
)
def test_a_token_that_the_provider_did_not_sign_is_refused(mette, provider, sign):
    provider.sign = lambda claims: sign(provider, claims)
    client = Client()

    assert go(client).status_code == 401
    assert not is_in(client)


def test_an_answer_to_another_browsers_question_is_refused(mette):
    asked = Client().get(BEGIN).url
    client = Client()
    client.get(BEGIN)

    assert client.get(way_back(asked)).status_code == 401
    assert not is_in(client)


def test_an_answer_is_taken_once(mette):
    client = Client()
    back = way_back(client.get(BEGIN).url)

    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 401


def test_a_provider_that_goes_by_another_name_is_refused(mette, provider):
    provider.config = {"issuer": "https://evil.test"}

    assert Client().get(BEGIN).status_code == 401


def test_userinfo_about_somebody_else_is_refused(mette, provider):
    provider.claims = {"email": None, "sub": "somebody else"}

    assert go(Client()).status_code == 401


def test_an_address_told_only_as_userinfo_serves_too(mette, provider):
    provider.claims = {"email": None, "email_verified": None}
    client = Client()
    go(client)

    assert is_in(client)


def test_a_provider_that_is_down_gets_a_page_and_no_crash(mette, provider):
    provider.close()

    assert Client().get(BEGIN).status_code == 401


def test_who_presses_cancel_there_reads_so(mette):
    client = Client()
    state = parse_qs(urlsplit(client.get(BEGIN).url).query)["state"][0]

    answer = client.get(f"/admin/login/office/back/?error=access_denied&state={state}")

    assert answer.url == reverse("socialaccount_login_cancelled")
    assert client.get(answer.url).status_code == 200


# The second factor, and the button


def test_its_own_second_factor_counts_only_if_we_are_told_so(mette, settings):
    settings.MFA_REQUIRED = True
    ours, theirs = Client(), Client()

    go(ours)
    assert ours.get("/admin/").url == reverse("mfa_index")
    settings.OIDC_HAS_SECOND_FACTOR = True
    go(theirs)
    assert is_in(theirs)


def test_a_factor_of_ours_is_asked_for_here_too(mette, settings):
    settings.MFA_REQUIRED = True
    first = Client()
    sign_in(first, mette)
    add_app(first)
    client = Client()

    assert go(client).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_password_alone_is_not_enough_even_where_the_offices_sign_in_is(mette, settings):
    settings.MFA_REQUIRED = settings.OIDC_HAS_SECOND_FACTOR = True
    client = Client()
    sign_in(client, mette)

    assert client.get("/admin/").url == reverse("mfa_index")


def test_the_button_is_there_where_it_is_set_up(provider, settings):
    settings.OIDC_LABEL = "Log ind med Region Ø"
    page = Client().get("/admin/login/?next=/admin/dates/").content.decode()

    assert f'href="{BEGIN}?next=/admin/dates/"' in page
    assert "Log ind med Region Ø" in page


def test_without_the_setting_there_is_no_such_address(db):
    assert BEGIN not in Client().get("/admin/login/").content.decode()
    assert Client().get(BEGIN).status_code == 404
    assert Client().get("/admin/login/another/begin/").status_code == 404


def test_the_mail_of_an_invitation_is_the_same(provider, administrator):
    assert kinds.get("invitation").link(invited(administrator).message)
    assert Group.objects.filter(name="Coordinator").exists()
