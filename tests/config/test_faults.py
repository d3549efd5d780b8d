"""What is answered when something broke: no secrets, no database, in the visitor's language."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path

from config import urls as site_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

handler500 = site_urls.handler500


def broken(request):
    raise ValueError("a secret")


def without_database(request):
    raise OperationalError("connection refused at 10.0.0.7")


urlpatterns = [
    path("en/broken/", broken),
    path("en/away/", without_database),
    *site_urls.urlpatterns,
]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def test_a_fault_of_ours_says_so_and_nothing_else(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get("/en/broken/")
    assert response.status_code == 500
    page = response.content.decode()
    assert '<html lang="en">' in page
    assert "The fault is ours" in page
    assert "secret" not in page


def test_without_its_database_the_site_is_back_in_a_moment(visitor):
    response = visitor.get("/en/away/")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert "Back in a moment" in page
    assert "10.0.0.7" not in page
