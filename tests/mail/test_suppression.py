from datetime import timedelta

import pytest

from mail.domain.suppression import (
    among,
    bounced,
    complained,
    is_blocked,
    lift,
    not_me,
    suppressed,
)
from mail.models import Suppression
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

IDA = "ida@example.org"
A_MONTH = timedelta(days=30)


def test_not_me_blocks_the_address_for_30_days():
    not_me(IDA, NOW)
    assert is_blocked("IDA@example.org", NOW)
    assert is_blocked(IDA, NOW + A_MONTH - timedelta(seconds=1))
    assert suppressed(IDA, NOW).reason == "not_me"
    assert not is_blocked(IDA, NOW + A_MONTH)
    assert not suppressed(IDA, NOW + A_MONTH)
    assert not is_blocked("ole@example.org", NOW)


@pytest.mark.parametrize("report", [bounced, complained])
def test_a_dead_or_unwilling_address_is_suppressed_for_good_but_may_sign_up(report):
    report(IDA, NOW)
    assert suppressed(IDA, NOW + timedelta(days=3650)).reason == report.__name__
    assert not is_blocked(IDA, NOW)


def test_not_me_does_not_shorten_a_suppression_for_good():
    bounced(IDA, NOW)
    not_me(IDA, NOW)
    assert suppressed(IDA, NOW + A_MONTH).reason == "bounced"


def test_twice_is_once_and_the_address_is_not_kept():
    for _ in range(2):
        not_me(IDA, NOW)
        complained(IDA, NOW)
    row = Suppression.objects.get()
    assert row.until is None
    assert "ida" not in repr(vars(row))


def test_a_suppression_can_be_lifted():
    bounced(IDA, NOW)
    lift(IDA)
    assert not suppressed(IDA, NOW)


def test_a_new_secret_key_forgets_nobody_while_the_old_one_is_kept(settings):
    bounced(IDA, NOW)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert suppressed(IDA, NOW).reason == "bounced"
    assert among([IDA, "ole@example.org"], NOW) == {IDA}
    complained(IDA, NOW)
    lift(IDA)
    assert not suppressed(IDA, NOW)
