"""Headers, pictures, error pages, and that nothing trusts a strange host."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories import EventFactory, event_page

pytestmark = pytest.mark.django_db


def policy(response):
    return response["Content-Security-Policy"]


def test_public_pages_have_the_strict_policy(client):
    response = client.get(event_page(EventFactory()).url)
    assert "default-src 'self'" in policy(response)
    assert "unsafe-inline" not in policy(response)
    assert "geolocation=()" in response["Permissions-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_wagtails_own_forms_may_run_their_inline_scripts(admin_client):
    page = event_page(EventFactory())
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "script-src 'self' 'unsafe-inline'" in policy(response)
    assert "style-src 'self' 'unsafe-inline'" in policy(response)


def test_a_picture_is_seen_while_it_is_put_into_words(client, admin_client):
    """Wagtail shows what is being uploaded by an address of the browser's own."""
    assert "blob:" in policy(admin_client.get(reverse("wagtailimages:add_multiple")))
    assert "blob:" not in policy(client.get("/admin/login/"))
    assert "blob:" not in policy(client.get(event_page(EventFactory()).url))


def test_login_and_the_desk_of_ours_stay_strict(client, admin_client):
    assert "unsafe-inline" not in policy(client.get("/admin/login/"))
    assert "unsafe-inline" not in policy(admin_client.get("/admin/"))


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/lake.width-800.jpg", "original_images/lake.jpg", "documents/list.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"the file itself")
    return tmp_path


def test_renditions_are_served_with_safe_headers(client, media):
    response = client.get("/media/images/lake.width-800.jpg")
    assert b"".join(response) == b"the file itself"
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in policy(response)
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "original_images/lake.jpg",
        "documents/list.pdf",
        "images/",
        "images/none.jpg",
        "images/../original_images/lake.jpg",
        "images/%2e%2e/documents/list.pdf",
    ],
)
def test_nothing_else_is_served(client, media, path):
    assert client.get(f"/media/{path}").status_code in {404, 302}
    assert b"the file itself" not in client.get(f"/media/{path}").content


def test_a_strange_host_is_refused(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert (
        "could not be read" in response.content.decode()
        or "kunne ikke" in response.content.decode()
    )


@pytest.mark.parametrize(
    ("peer", "is_believed"), [("10.0.0.1", True), ("192.0.2.7", False), ("", False)]
)
def test_https_is_believed_of_the_proxies_named_alone(client, settings, peer, is_believed):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/admin/login/", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": "https"})
    assert answer.status_code == (200 if is_believed else 301)


def test_a_missing_page_offers_the_front_page(client):
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert b'href="/"' in response.content


def test_a_form_without_its_token_explains_itself():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert b'href="/"' in response.content


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_pages_of_faults_need_neither_context_nor_database(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(name)
    assert "<h1>" in page
    assert "frame.css" in page


@pytest.mark.parametrize("name", ["400.html", "500.html"])
@pytest.mark.parametrize(("language", "front"), [("da", "/"), ("en", "/en/"), ("nb", "/nb/")])
def test_a_fault_leads_to_the_front_page_in_the_readers_language(name, language, front):
    with translation.override(language):
        page = render_to_string(name)
    assert set(re.findall(r'<a [^>]*href="([^"]*)"', page)) == {front}


def test_the_sitemap_lists_live_pages(client):
    page = event_page(EventFactory())
    assert page.url.encode() in client.get("/sitemap.xml").content
