"""No line of a log holds a mailed link or an address."""

import logging

import pytest

from config.private_logs import PrivateFilter, mask
from mail.domain import links


@pytest.mark.parametrize("purpose", links.URL_NAMES)
def test_every_kind_of_mailed_link_is_masked(purpose):
    url = links.url(purpose, 7, 1)
    token = url.rstrip("/").rpartition("/")[2]

    assert token in url
    assert token not in mask(f'"GET {url} HTTP/1.1" 200')
    assert token not in mask(f"Internal Server Error: {url}cancel/?done=save")


def test_an_address_is_masked_also_where_an_error_names_it():
    try:
        raise ValueError("anna@student.test")
    except ValueError as error:
        record = logging.LogRecord("x", 40, "x", 1, "of %s", ("bo@student.test",), None)
        record.exc_info = (ValueError, error, error.__traceback__)

    assert PrivateFilter().filter(record)
    assert "student.test" not in f"{record.getMessage()} {record.exc_text}"
