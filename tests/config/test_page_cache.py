"""Pages kept in memory: for everybody's eyes only, for a few seconds, and not too many."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from config import page_cache
from tests.factories import EventFactory, event_page, of_group, open_occurrence


@pytest.fixture(autouse=True)
def _on(settings):
    settings.PAGE_CACHE_SECONDS = 5
    page_cache.pages.clear()
    yield
    page_cache.pages.clear()


@pytest.fixture
def page(db):
    return event_page(EventFactory(title="Winter camp"))


def seen(client, page, query="", **extra):
    return client.get(page.url + query, **extra)


def rename(page, title):
    Page.objects.filter(pk=page.pk).update(title=title, draft_title=title)


def test_a_page_is_answered_from_memory_and_then_afresh(client, page, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache, "monotonic", lambda: now[0])
    first = seen(client, page)
    assert first.status_code == 200
    rename(page, "Spring camp")
    assert seen(client, page).content == first.content
    now[0] += 5
    assert b"Spring camp" in seen(client, page).content


@pytest.mark.parametrize(("group", "may"), [("Coordinator", True), ("Check-in helper", False)])
def test_a_colleague_is_led_to_the_editor_and_nobody_else_is(client, page, group, may):
    edit = f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}"'
    colleague = Client()
    colleague.force_login(of_group(group))
    assert (edit in seen(colleague, page).content.decode()) is may
    anybodys = seen(client, page)
    assert edit not in anybodys.content.decode()
    assert "Cookie" not in anybodys.get("Vary", "")
    assert seen(client, page).content == anybodys.content


def test_while_one_makes_a_page_anew_the_others_get_the_old_one(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache, "monotonic", lambda: now[0])
    cache = page_cache.PageCache()
    cache.put(("page",), page_cache.Kept(b"old", [], until=1005))
    now[0] = 1005
    assert cache.get(("page",)) is None
    assert cache.get(("page",)).body == b"old"
    now[0] = 1005 + page_cache.MAKING
    assert cache.get(("page",)) is None


def test_a_page_taken_down_is_gone_at_once_when_somebody_finds_out(client, page, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache, "monotonic", lambda: now[0])
    seen(client, page)
    Page.objects.filter(pk=page.pk).update(live=False)
    now[0] += 5
    assert [seen(client, page).status_code for _ in range(2)] == [404, 404]


def test_an_answer_from_memory_asks_the_database_nothing(client, page, django_assert_num_queries):
    first = seen(client, page)
    with django_assert_num_queries(0):
        again = seen(client, page)
    assert again.headers == first.headers


def test_the_copy_carries_the_strict_policy_and_no_cookie(client, page):
    seen(client, page)
    again = seen(client, page)
    assert "unsafe-inline" not in again["Content-Security-Policy"]
    assert "nonce" not in again["Content-Security-Policy"]
    assert not again.cookies
    assert b"csrfmiddlewaretoken" not in again.content


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_who_has_a_cookie_of_ours_gets_a_page_of_their_own(client, page, cookie):
    client.cookies[cookie] = "something"
    seen(client, page)
    assert len(page_cache.pages) == 0


def test_a_logged_in_person_is_never_shown_a_kept_page(client, admin_client, page):
    seen(client, page)
    rename(page, "Spring camp")
    assert b"Spring camp" in seen(admin_client, page).content


@pytest.mark.parametrize(
    ("query", "kept"), [("", 1), ("?kind=camp", 1), ("?utm=1", 0), ("?kind=camp&x=1", 0)]
)
def test_only_known_filters_are_kept(client, page, query, kept):
    seen(client, page, query)
    assert len(page_cache.pages) == kept


def test_filters_hosts_and_encodings_are_told_apart(client, page, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.test"]
    seen(client, page, "?kind=camp")
    seen(client, page, "?kind=visit")
    seen(client, page, "?kind=visit", headers={"host": "other.test"})
    seen(client, page, "?kind=visit", headers={"accept-encoding": "gzip"})
    assert len(page_cache.pages) == 4


def test_gzip_is_kept_as_it_left(client, page):
    first = seen(client, page, headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert seen(client, page, headers={"accept-encoding": "gzip"}).content == first.content
    assert "Content-Encoding" not in seen(client, page)


def test_missing_pages_and_other_views_are_not_kept(client, db):
    assert client.get("/nothing-here/").status_code == 404
    client.get("/healthz")
    client.get(reverse("signup:my_sign_ups"))
    client.get("/admin/login/")
    assert len(page_cache.pages) == 0


def test_the_empty_sign_up_form_is_kept_and_a_filled_one_is_not(client, db, clock):
    path = reverse("signup:sign_up", args=[open_occurrence().pk])
    assert b"typed by somebody" in client.post(path, {"name": "typed by somebody"}).content
    assert len(page_cache.pages) == 0
    empty = client.get(path).content
    assert len(page_cache.pages) == 1
    assert b"typed by somebody" not in empty


def test_head_and_post_are_not_kept(client, page):
    client.head(page.url)
    client.post(page.url)
    assert len(page_cache.pages) == 0


def test_a_page_behind_a_password_is_not_kept(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x" * 12)
    assert b"password" in seen(client, page).content
    assert len(page_cache.pages) == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: answer.set_cookie("a", "b"),
        lambda answer: answer.headers.__setitem__("Cache-Control", "no-store"),
        lambda answer: answer.headers.__setitem__(
            "Content-Security-Policy", "script-src 'nonce-1'"
        ),
        lambda answer: answer.headers.__setitem__("Content-Type", "text/calendar"),
        lambda answer: setattr(answer, "status_code", 302),
        lambda answer: setattr(answer, "content", b"x" * (page_cache.LARGEST + 1)),
    ],
)
def test_an_answer_for_one_person_is_not_for_everybody(rf, spoil):
    request = rf.get("/")
    request.resolver_match = type("Match", (), {"view_name": "wagtail_serve"})()
    answer = HttpResponse("x")
    assert page_cache._is_for_everybody(request, answer)
    spoil(answer)
    assert not page_cache._is_for_everybody(request, answer)


def test_memory_is_bounded_and_the_last_used_stay():
    cache = page_cache.PageCache()
    kept = page_cache.Kept(b"", [], float("inf"))
    cache.put(("favourite",), kept)
    for number in range(page_cache.PAGES * 2):
        cache.put((number,), kept)
        cache.get(("favourite",))
    assert len(cache) == page_cache.PAGES
    assert cache.get(("favourite",)) is kept
