"""What a phone's queue sends, and what it is answered."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from events.domain import attendance, helper_passes
from events.models import CheckIn, HelperPass, WalkIn
from tests.events.people import office
from tests.signup.at_the_door import (
    a_tap,
    camp,
    here,
    made,
    page,
    phone,
    says_nothing_of_anybody,
    sync,
)

__all__ = ["camp", "made", "phone"]


def test_each_tap_is_answered_and_the_list_comes_back(phone, camp):
    place = camp.registrations.get()
    one = a_tap(place)
    wrong = {"tap": "x", "registration": "y"}
    told = sync(phone, camp, one, wrong).json()
    assert told["state"] == "open"
    assert {it["fate"] for it in told["answers"]} == {"accepted", "refused"}
    assert told["roster"]["taps"][f"{place.pk} {camp.first_day}"][0] is True
    assert sync(phone, camp, one).json()["answers"][0]["fate"] == "known"


def test_a_walk_in_of_the_queue_is_kept_once(phone, camp):
    told = {"tap": str(uuid4()), "day": str(camp.first_day), "name": "Gro", "at": 0}
    nameless = {**told, "tap": str(uuid4()), "name": ""}
    for _ in range(2):
        answers = sync(phone, camp, walk_ins=[told, nameless]).json()["answers"]
    assert [it["fate"] for it in answers] == ["accepted", "refused"]
    assert WalkIn.objects.get().name == "Gro"


def test_nonsense_is_refused_and_changes_nothing(phone, camp):
    url = reverse("signup:door_sync", args=[camp.pk])
    for body in ("[]", "{}", "no", '{"now": "soon"}', '{"now": 1e999}'):
        assert phone.post(url, body, content_type="application/json").status_code == 400
    assert phone.post(url, {"now": 1}).status_code == 403
    other_site = {"HTTP_SEC_FETCH_SITE": "cross-site"}
    answer = phone.post(url, '{"now": 1}', content_type="application/json", **other_site)
    assert answer.status_code == 403
    assert phone.get(url).status_code == 405


def test_closing_takes_what_was_tapped_before_and_shows_nobody(phone, camp, clock):
    place = camp.registrations.get()
    attendance.close_list(camp.pk, actor=office())
    clock.move(timedelta(hours=2))
    before = a_tap(place, at=(camp.starts_at.timestamp() + 60) * 1000)
    answer = sync(phone, camp, before)
    assert answer.status_code == 410
    told = answer.json()
    assert (told["state"], told["answers"][0]["fate"]) == ("closed", "accepted")
    assert "roster" not in told
    assert "cache" in answer["Clear-Site-Data"]
    assert here(camp) == {place.pk}
    late = sync(phone, camp, a_tap(place, False)).json()["answers"][0]
    assert late["fate"] == "refused"
    shown = phone.get(page(camp))
    assert shown.status_code == 410
    assert says_nothing_of_anybody(shown)
    for name in ("door_tap", "door_walk_in"):
        sent = {"tap": f"{place.pk}:1:{uuid4()}", "name": "Gro"}
        refused = phone.post(reverse(f"signup:{name}", args=[camp.pk]), sent)
        assert refused.status_code in {409, 410}
        assert says_nothing_of_anybody(refused)


def test_a_slow_way_makes_no_tap_later_than_the_closing(phone, camp, clock):
    place = camp.registrations.get()
    tapped_at = clock.now().timestamp() * 1000
    clock.move(timedelta(seconds=1))
    attendance.close_list(camp.pk, actor=office())
    on_the_way = clock.now().timestamp() * 1000
    clock.move(timedelta(seconds=8))
    sync(phone, camp, a_tap(place, at=tapped_at), now=on_the_way)
    assert here(camp) == {place.pk}


def test_a_phone_without_network_until_the_next_morning_loses_nothing(phone, camp, clock):
    place = camp.registrations.get()
    clock.stop(camp.ends_at + timedelta(hours=20))
    told = sync(phone, camp, a_tap(place, at=(camp.ends_at.timestamp() - 60) * 1000)).json()
    assert (told["state"], told["answers"][0]["fate"]) == ("over", "accepted")
    clock.stop(camp.ends_at + timedelta(days=8))
    assert sync(phone, camp, a_tap(place)).json()["state"] == "nobody"


def test_a_revoked_phone_sends_and_reads_nothing(phone, made, camp):
    helper_passes.revoke(made.pk, actor=office())
    answer = sync(phone, camp, a_tap(camp.registrations.get()))
    assert (answer.status_code, answer.json()) == (410, {"state": "revoked", "answers": []})
    assert not CheckIn.objects.exists()


def test_asking_notes_when_the_phone_was_seen_and_a_get_does_not(phone, made, camp, clock):
    phone.get(page(camp))
    assert HelperPass.objects.get().seen_at is None
    sync(phone, camp)
    assert HelperPass.objects.get().seen_at == clock.now()


def test_the_worker_and_the_page_it_keeps_name_nobody(client, camp):
    worker = client.get("/check-in/sw.js")
    assert worker["Content-Type"] == "text/javascript"
    assert worker["Service-Worker-Allowed"] == "/check-in/"
    assert "worker-src 'self'" in worker["Content-Security-Policy"]
    shell = client.get("/check-in/shell/")
    assert says_nothing_of_anybody(shell)
    assert not shell.cookies
