"""What practices are told, found from rows: the invite in the calendar of each of its contacts."""

import pytest

from events.domain import host_contacts, hosting, scheduling
from events.models import Hosting, HostInvite, HostLink, Occurrence
from mail.models import Message
from tests.calendar_readers import ical_js, libical, vobject_events
from tests.events.hosts import DAY, HOUR, Practice, calendar, comes, says, sequence
from tests.events.people import office
from tests.factories import NOW, HostContactFactory

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def visit(clock) -> Practice:
    return Practice()


def test_a_practice_gets_its_visit_into_its_own_calendar(visit):
    [mail] = visit.hears()
    assert (mail.kind, mail.claim) == ("host_invited", visit.invite.claim)
    text = calendar(mail)
    [event] = vobject_events(text)
    assert event.uid.value == f"{visit.invite.uid}@praksisvej"
    assert event.attendee.value == f"mailto:{visit.contact.email}"
    assert (ical_js(text)["method"], event.sequence.value) == ("REQUEST", "0")
    assert visit.hears() == []


def test_its_calendar_is_content_by_libical(visit):
    texts = [calendar(mail) for mail in visit.hears()]
    visit.moves(DAY)
    texts += [calendar(mail) for mail in visit.hears()]
    visit.calls_off()
    texts += [calendar(mail) for mail in visit.hears()]
    assert [libical(text)["errors"] for text in texts] == [[], [], []]


def test_nobody_and_no_link_stands_in_a_practices_calendar(visit, clock):
    comes(visit, 3)
    before_date = visit.hears()
    clock.stop(visit.date.starts_at - 2 * DAY)
    visit.moves(DAY)
    for mail in [*before_date, *visit.hears()]:
        if mail.kind in ("host_invited", "host_changed"):
            unfolded = calendar(mail).replace("\r\n ", "")
            assert "http" not in unfolded
            assert "Asta" not in unfolded
        assert "Asta" not in str(mail.facts)
        assert "Asta" not in says(mail)


def test_each_mail_has_a_link_of_its_own(visit):
    second = HostContactFactory(host=visit.host)
    [mine] = visit.hears()
    [hers] = Message.objects.filter(to=second.email)
    links = HostLink.objects.in_bulk([mine.facts["link"], hers.facts["link"]])
    assert [links[mail.facts["link"]].contact for mail in (mine, hers)] == [visit.contact, second]


def test_a_visit_that_moves_says_old_and_new_under_the_same_uid(visit):
    [first] = visit.hears()
    visit.moves(DAY)
    [mail] = visit.hears()
    assert mail.kind == "host_changed"
    assert "Before: Thursday 10 December 2026 at 09:00 to 15:00" in says(mail)
    assert "Now: Friday 11 December 2026 at 09:00 to 15:00" in says(mail)
    assert mail.facts["uid"] == first.facts["uid"]
    assert sequence(mail) == 1


def test_another_place_or_title_is_told_once(visit):
    visit.hears()
    date = visit.now()
    scheduling.change_location(
        date.pk, location="Søndergade 2", host=visit.host, actor=office(), revision=date.revision
    )
    [mail] = visit.hears()
    assert "Before: Lægehuset, Torvet 1, 4600 Køge" in says(mail)
    assert "Now: Søndergade 2" in says(mail)
    assert visit.hears() == []


def test_called_off_takes_it_out_of_the_calendar_and_says_why(visit):
    [first] = visit.hears()
    visit.calls_off()
    [mail] = visit.hears()
    text = calendar(mail)
    assert ical_js(text)["method"] == "CANCEL"
    assert (sequence(mail), mail.facts["uid"]) == (1, first.facts["uid"])
    assert "The reason: No heating" in says(mail)
    assert "link.test" not in says(mail)
    assert visit.hears() == []
    assert Hosting.objects.get().ended_at == NOW


def test_another_practice_gets_it_and_the_first_is_told_that_it_receives_nobody(visit):
    visit.hears()
    other = HostContactFactory()
    Occurrence.objects.update(host=other.host)
    [mail] = visit.hears()
    assert "The office plans this without you now" in says(mail)
    assert Message.objects.get(to=other.email).kind == "host_invited"
    Occurrence.objects.update(host=visit.host)
    [anew] = visit.hears()
    assert (anew.kind, anew.facts["sequence"]) == ("host_invited", 0)
    assert anew.facts["uid"] != mail.facts["uid"]
    assert Hosting.objects.filter(host=visit.host).count() == 2


def test_back_to_draft_or_discarded_tells_the_practice(visit):
    for act in (scheduling.back_to_draft, scheduling.discard):
        Occurrence.objects.update(state="scheduled")
        assert visit.hears_of() == ["host_invited"]
        act(visit.date.pk, actor=office())
        [mail] = visit.hears()
        assert mail.kind == "host_called_off"
        assert "planned anew" in says(mail)
    assert not Hosting.objects.exists()


def test_trials_and_dates_that_are_over_tell_nobody(clock):
    trial = Practice(trial_until=NOW + DAY)
    over = Practice(starts_at=NOW - DAY, opens_at=NOW - 9 * DAY)
    assert trial.hears() == over.hears() == []
    assert not Hosting.objects.exists()


# Contacts


def test_a_new_contact_is_invited_and_one_who_left_is_not_kept(visit):
    visit.hears()
    new = HostContactFactory(host=visit.host)
    host_contacts.leave(visit.contact.pk, actor=office())
    [out] = visit.hears()
    assert (out.kind, sequence(out)) == ("host_left", 1)
    assert Message.objects.get(to=new.email).kind == "host_invited"
    assert visit.hears() == []


def test_at_another_address_the_invite_comes_anew_under_its_uid(visit):
    [first] = visit.hears()
    told = {"name": visit.contact.name, "phone": "", "language": "en"}
    host_contacts.change(visit.contact.pk, email="vang@praksis.test", actor=office(), **told)
    [out] = visit.hears()
    assert (out.kind, out.facts["sequence"], out.facts["uid"]) == (
        "old_calendar",
        1,
        first.facts["uid"],
    )
    assert vobject_events(calendar(out))[0].attendee.value == f"mailto:{first.to}"
    assert "Birthe" not in says(out) + calendar(out)
    visit.contact.refresh_from_db()
    mail = Message.objects.get(to="vang@praksis.test")
    assert (mail.kind, mail.facts["sequence"], mail.facts["uid"]) == (
        "host_invited",
        2,
        first.facts["uid"],
    )
    visit.moves(DAY)
    assert [it.to for it in visit.hears(visit.contact)] == ["vang@praksis.test"]
    assert vobject_events(calendar(mail))[0].attendee.value == "mailto:vang@praksis.test"


# What overtakes what


def test_an_invite_that_did_not_leave_is_not_lost_to_a_later_fact(visit):
    hosting.follow()
    visit.moves(DAY)
    hosting.follow()
    [mail] = visit.hears()
    assert (mail.kind, mail.facts["sequence"]) == ("host_invited", 1)
    assert "Friday 11 December 2026" in says(mail)


def test_a_change_that_did_not_leave_is_told_with_the_next(visit):
    visit.hears()
    for _move in range(2):
        visit.moves(DAY)
        hosting.follow()
    [mail] = visit.hears()
    assert "Before: Thursday 10 December 2026" in says(mail)
    assert "Now: Saturday 12 December 2026" in says(mail)


def test_what_never_came_is_not_cancelled(visit):
    hosting.follow()
    visit.calls_off()
    assert visit.hears() == []
    assert HostInvite.objects.get().told is None


def test_what_was_sent_back_is_not_cancelled(visit):
    visit.hears()
    Message.objects.update(bounced_at=NOW)
    visit.calls_off()
    assert visit.hears() == []


def test_an_invite_that_is_leaving_just_now_is_cancelled_after_it(visit, clock):
    hosting.follow()
    Message.objects.update(leased_until=NOW + HOUR)
    visit.calls_off()
    hosting.follow()
    assert [mail.kind for mail in Message.objects.order_by("pk")] == [
        "host_invited",
        "host_called_off",
    ]
