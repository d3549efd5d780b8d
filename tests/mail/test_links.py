from datetime import timedelta
from itertools import product

import pytest

from mail.domain.links import BadLink, OldLink, make, parse, url, verify
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=30)


def test_a_link_opens_what_it_was_made_for():
    token = make("turn", 12, 1)
    assert parse(token).pk == 12
    assert parse(token).expires is None
    verify("turn", token, 1, NOW)


@pytest.mark.parametrize("purpose", ["registration", "feed", "my-data", ""])
def test_a_link_opens_nothing_else(purpose):
    with pytest.raises(BadLink):
        verify(purpose, make("turn", 12, 1), 1, NOW)


def test_a_link_carries_at_least_128_bits():
    mac = parse(make("turn", 12, 1)).mac
    assert len(mac) * 6 >= 128
    macs = {make("turn", pk, version) for pk, version in product(range(1, 40), range(1, 40))}
    assert len(macs) == 39 * 39


def test_a_link_with_a_time_works_until_that_time():
    token = make("my-data", 5, 1, LATER)
    assert parse(token).expires == LATER
    verify("my-data", token, 1, LATER - timedelta(seconds=1))
    with pytest.raises(OldLink):
        verify("my-data", token, 1, LATER)


def test_raising_the_version_revokes():
    token = make("turn", 12, 1)
    with pytest.raises(OldLink):
        verify("turn", token, 2, NOW)
    verify("turn", make("turn", 12, 2), 2, NOW)


def test_a_version_that_is_not_there_yet_is_bad():
    with pytest.raises(BadLink):
        verify("turn", make("turn", 12, 3), 2, NOW)


def test_every_changed_character_makes_it_bad():
    token = make("my-data", 12, 1, LATER)
    for place, letter in enumerate(token):
        changed = token[:place] + ("1" if letter != "1" else "2") + token[place + 1 :]
        with pytest.raises(BadLink):
            verify("my-data", changed, 1, NOW)


def test_the_time_cannot_be_changed_added_or_taken_away():
    token = make("my-data", 12, 1, LATER)
    head, mac = token[:-28], token[-27:]
    for forged in (f"12-{mac}", f"12.{int(LATER.timestamp()) + 1}-{mac}", f"1{head}-{mac}"):
        with pytest.raises(BadLink):
            verify("my-data", forged, 1, NOW)
    plain = make("my-data", 12, 1)
    with pytest.raises(BadLink):
        verify("my-data", plain.replace("-", ".99999999999-", 1), 1, NOW)


MAC = "a" * 27


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "12", "12-", f"-{MAC}", f"0-{MAC}", f"012-{MAC}", f"-1-{MAC}", f"1.-{MAC}"),
        *(f"1.0-{MAC}", f"1-{MAC}a", f"1-{MAC[1:]}", f"1-{MAC}\n", f" 1-{MAC}", f"1-{MAC[1:]}="),
        *(f"١٢-{MAC}", f"１-{MAC}", f"1-{'æ' * 27}", f"1-{MAC[1:]}\u0000", "🎉"),
        *(f"{'9' * 19}-{MAC}", f"{'9' * 100_000}-{MAC}", f"1.{'9' * 12}-{MAC}", f"1-{MAC * 9999}"),
    ],
)
def test_what_is_no_token_is_refused(text):
    with pytest.raises(BadLink):
        parse(text)
    with pytest.raises(BadLink):
        verify("turn", text, 1, NOW)


def test_the_largest_numbers_fit():
    assert parse(f"{'9' * 18}.{'9' * 11}-{MAC}").expires.year == 5138


def test_another_secret_makes_other_links(settings):
    token = make("turn", 12, 1)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    with pytest.raises(BadLink):
        verify("turn", token, 1, NOW)
    settings.SECRET_KEY_FALLBACKS = [old]
    verify("turn", token, 1, NOW)


@pytest.mark.parametrize("purpose", ["registration", "turn", "my-data"])
def test_a_link_is_absolute_and_without_language(purpose):
    token = make(purpose, 12, 1, LATER)
    assert url(purpose, 12, 1, LATER) == f"http://testserver/{purpose}/{token}/"
