from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.users.models import UserProfile

from home.frame import _offices
from tests.factories import CoordinatorFactory, UserFactory, of_group


def in_english(user):
    """Wagtail speaks the language of the user's profile, whatever the browser asks for."""
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def coordinator(db):
    return in_english(CoordinatorFactory(first_name="Mette", last_name="Kjær"))


@pytest.fixture
def administrator(db):
    return in_english(of_group("Administrator", first_name="Jens", last_name="Bro"))


@pytest.fixture
def admin_desk(administrator, clock):
    """A browser in which an administrator is logged in; the clock stands."""
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def writer(db):
    """Somebody who may enter the admin, and nothing else."""
    user = in_english(UserFactory())
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor_desk(db, clock):
    """A browser in which an editor is logged in: they write pages, and see no person."""
    client = Client()
    client.force_login(in_english(of_group("Editor")))
    return client


@pytest.fixture
def desk(coordinator, clock):
    """A browser in which a coordinator is logged in; the clock stands."""
    client = Client()
    client.force_login(coordinator)
    return client


@pytest.fixture
def outsider(clock):
    """Logged in, with no group at all."""
    client = Client()
    client.force_login(UserFactory())
    return client


@pytest.fixture
def office_is_kept(settings) -> Iterator[None]:
    """As in production: the office's name and colours are read once in a while, not every time."""
    _offices.clear()
    settings.PAGE_CACHE_SECONDS = 10**9  # it ends in no test
    yield
    _offices.clear()
