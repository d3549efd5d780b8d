"""Each act from its form or button to the row, the mail and the log."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from contacts.domain.stages import Stage, record
from events.models import Because, OccurrenceState, Registration, RegistrationState
from mail.models import Message
from office.models import CareerStage
from tests.factories import (
    NOW,
    ContactFactory,
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    open_occurrence,
)

pytestmark = pytest.mark.usefixtures("clock")


def address(name, *args):
    return reverse(f"dates:{name}", args=args)


def fill(desk, url, **changes):
    """Open a form and send it as a browser would, with some fields changed."""
    form = desk.get(url).context["form"]
    shown = {bound.html_name: bound.value() for bound in form}
    sent = {name: value for name, value in (shown | changes).items() if value not in (None, False)}
    shaped = {
        name: value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value
        for name, value in sent.items()
    }
    return desk.post(url, shaped)


def text(answer):
    return answer.content.decode()


def logged(action):
    return ModelLogEntry.objects.get(action=action)


@pytest.fixture
def stages(db):
    return [
        CareerStage.objects.create(
            country="xx",
            order=order,
            key=key,
            label_da=key,
            label_en=key.title(),
            label_nb=key,
            is_student=key == "bachelor",
        )
        for order, key in enumerate(["bachelor", "kbu"])
    ]


def test_open_and_back_to_draft(desk, coordinator):
    occurrence = OccurrenceFactory(state="draft")

    desk.post(address("open", occurrence.pk))
    occurrence.refresh_from_db()
    assert occurrence.state == OccurrenceState.SCHEDULED

    desk.post(address("back", occurrence.pk))
    occurrence.refresh_from_db()
    assert occurrence.state == OccurrenceState.DRAFT
    assert logged("events.open").user == coordinator
    assert logged("events.back_to_draft").user == coordinator


def test_discard_asks_first_and_then_deletes(desk):
    occurrence = OccurrenceFactory(state="draft")

    asked = desk.get(address("discard", occurrence.pk))
    assert "cannot be fetched back" in text(asked)
    done = fill(desk, address("discard", occurrence.pk))

    assert done.url == reverse("dates:index")
    assert not type(occurrence).objects.exists()
    assert logged("events.discard").object_id == str(occurrence.pk)


def test_a_date_somebody_claimed_cannot_be_discarded_and_the_page_says_why(desk):
    registration = RegistrationFactory()

    answer = fill(desk, address("discard", registration.occurrence_id))

    assert "People have signed up" in text(answer)
    assert type(registration.occurrence).objects.exists()


def test_move_says_who_is_told_then_moves_and_tells(desk):
    occurrence = open_occurrence()
    registration = RegistrationFactory(occurrence=occurrence, sequence=0)
    TurnFactory(occurrence=occurrence)
    type(occurrence).objects.update(capacity=1)

    form = desk.get(address("move", occurrence.pk))
    assert "1 with a place, 1 waiting" in text(form)
    answer = fill(
        desk,
        address("move", occurrence.pk),
        starts_at="2026-12-11T10:00",
        ends_at="2026-12-11T15:00",
    )

    occurrence.refresh_from_db()
    registration.refresh_from_db()
    assert answer.status_code == 302
    assert occurrence.starts_at == datetime(2026, 12, 11, 9, tzinfo=UTC)
    assert registration.sequence == 1
    assert Message.objects.filter(kind="moved").count() == 2
    assert logged("events.move").user.first_name == "Mette"


def test_times_that_do_not_fit_are_refused_with_a_sentence(desk):
    occurrence = OccurrenceFactory()

    answer = fill(desk, address("move", occurrence.pk), ends_at="2026-12-09T10:00")

    occurrence.refresh_from_db()
    assert "These times do not fit together." in text(answer)
    assert occurrence.revision == 1


def test_change_location(desk):
    registration = RegistrationFactory(sequence=0)
    url = address("location", registration.occurrence_id)

    fill(desk, url, location="Lægerne på Havnen")

    registration.occurrence.refresh_from_db()
    assert registration.occurrence.location == "Lægerne på Havnen"
    assert Message.objects.filter(kind="changed").count() == 1


def test_change_capacity_offers_to_the_waitlist(desk):
    occurrence = open_occurrence(capacity=1)
    RegistrationFactory(occurrence=occurrence)
    TurnFactory(occurrence=occurrence)

    fill(desk, address("capacity", occurrence.pk), capacity="2")

    assert occurrence.registrations.filter(state=RegistrationState.OFFERED).count() == 1


def test_change_window(desk):
    occurrence = OccurrenceFactory()

    fill(desk, address("window", occurrence.pk), opens_at="2026-11-22T12:00")

    occurrence.refresh_from_db()
    assert occurrence.opens_at == datetime(2026, 11, 22, 11, tzinfo=UTC)


def test_keep_places_back(desk):
    occurrence = OccurrenceFactory()
    url = address("keep_back", occurrence.pk)

    refused = fill(desk, url, kept_back="2")
    assert "a time that is still to come" in text(refused)
    fill(desk, url, kept_back="2", kept_back_until="2026-12-01T12:00")

    occurrence.refresh_from_db()
    assert (occurrence.kept_back, occurrence.kept_back_until.hour) == (2, 11)
    assert "2 places until" in text(desk.get(address("edit", occurrence.pk)))


def test_change_who_may_come(desk, stages):
    occurrence = OccurrenceFactory()
    url = address("audience", occurrence.pk)

    fill(desk, url, stage_bachelor="on", stage_bachelor_from="3", stage_bachelor_to="6")

    rows = occurrence.audience.values_list("stage", "from_semester", "to_semester")
    assert list(rows) == [("bachelor", 3, 6)]
    assert 'value="3"' in text(desk.get(url))


def test_semesters_without_the_stage_are_asked_about(desk, stages):
    occurrence = OccurrenceFactory()

    answer = fill(desk, address("audience", occurrence.pk), stage_bachelor_from="3")

    assert "Tick the stage as well." in text(answer)
    assert not occurrence.audience.exists()


def test_call_off_needs_a_reason_and_is_final(desk, coordinator):
    registration = RegistrationFactory(sequence=0)
    url = address("call_off", registration.occurrence_id)

    assert "This field is required" in text(fill(desk, url))
    fill(desk, url, reason="The practice has moved")

    registration.refresh_from_db()
    assert registration.ended_because == Because.CALLED_OFF
    assert logged("events.call_off").data["reason"] == "The practice has moved"
    assert "Call off" not in text(desk.get(address("edit", registration.occurrence_id)))


def test_a_stale_form_is_refused_with_the_difference_and_can_be_sent_again(desk):
    occurrence = OccurrenceFactory(capacity=10)
    url = address("location", occurrence.pk)
    opened = desk.get(url).context["form"]
    typed = {bound.html_name: bound.value() or "" for bound in opened}
    fill(desk, address("capacity", occurrence.pk), capacity="12")

    refused = desk.post(url, typed | {"location": "Elsewhere"})

    assert "Somebody else changed this in the meantime" in text(refused)
    assert refused.context["difference"] == [("places", "10", "12")]
    occurrence.refresh_from_db()
    assert occurrence.location != "Elsewhere"

    again = {bound.html_name: bound.value() or "" for bound in refused.context["form"]}
    assert desk.post(url, again).status_code == 302
    occurrence.refresh_from_db()
    assert (occurrence.location, occurrence.capacity) == ("Elsewhere", 12)


def test_add_somebody(desk, stages, coordinator):
    occurrence = open_occurrence()

    answer = fill(
        desk,
        address("add_person", occurrence.pk),
        name="Nora Bach",
        email="Nora@Student.test",
        stage="kbu",
        language="da",
        reason="Rang us",
    )

    registration = occurrence.registrations.get()
    assert answer.status_code == 302
    assert (registration.state, registration.contact.email) == ("confirmed", "nora@student.test")
    assert logged("events.add").user == coordinator


def test_adding_over_capacity_is_refused_unless_ticked(desk, stages):
    occurrence = open_occurrence(capacity=1)
    RegistrationFactory(occurrence=occurrence)
    person = {"name": "Nora", "email": "nora@student.test", "stage": "kbu", "reason": "Bus driver"}
    url = address("add_person", occurrence.pk)

    refused = fill(desk, url, **person)
    assert "There is no free place." in text(refused)
    assert 'value="nora@student.test"' in text(refused)
    fill(desk, url, **person, over_capacity="on")

    assert occurrence.registrations.holding().count() == 2
    assert logged("events.add_over_capacity").data["reason"] == "Bus driver"


def test_somebody_unknown_is_asked_for_their_stage_and_no_stage_is_chosen_for_them(desk, stages):
    url = address("add_person", open_occurrence().pk)

    answer = fill(desk, url, name="Nora Bach", email="nora@student.test", reason="Rang us")

    assert "the office does not know it yet" in answer.content.decode()
    assert not Registration.objects.exists()


def test_somebody_known_is_added_without_a_word_about_their_stage(desk, stages):
    known = ContactFactory(email="nora@student.test")
    record(known, Stage("bachelor", "KU", "", date(2022, 9, 1)), source="sign-up", at=NOW)
    url = address("add_person", open_occurrence().pk)

    fill(desk, url, name="Nora Bach", email="nora@student.test", reason="Rang us")

    assert known.registrations.get().state == "confirmed"
    assert known.stages.get().school == "KU"


def test_a_phone_number_is_asked_for_where_the_event_requires_it(desk, stages):
    occurrence = open_occurrence()
    occurrence.event.phone_required = True
    occurrence.event.save()

    answer = fill(
        desk, address("add_person", occurrence.pk), name="N", email="n@student.test", reason="r"
    )

    assert "phone" in answer.context["form"].errors


@pytest.mark.parametrize("month", ["0000-09", "٢٠٢٣-09", "2023-13"])
def test_a_month_that_is_none_is_asked_for_again(desk, stages, month):
    person = {"name": "Nora", "email": "nora@student.test", "stage": "kbu", "reason": "Rang us"}
    url = address("add_person", open_occurrence().pk)

    answer = fill(desk, url, **person, study_start=month)

    assert "study_start" in answer.context["form"].errors


def test_cancel_somebody_offers_the_place_on(desk):
    occurrence = open_occurrence(capacity=1)
    registration = RegistrationFactory(occurrence=occurrence, sequence=0)
    turn = TurnFactory(occurrence=occurrence)
    url = address("cancel", occurrence.pk, registration.pk)

    assert "is told by mail" in text(desk.get(url))
    fill(desk, url, reason="Asked us to")

    registration.refresh_from_db()
    turn.refresh_from_db()
    assert registration.ended_because == Because.REMOVED
    assert turn.offer is not None
    assert logged("events.cancel").data["reason"] == "Asked us to"


def test_move_up_and_remove(desk):
    occurrence = open_occurrence(capacity=0)
    first, second = TurnFactory(occurrence=occurrence), TurnFactory(occurrence=occurrence)

    fill(desk, address("move_up", occurrence.pk, second.pk), reason="Comes from far away")
    assert list(occurrence.turns.queue()) == [second, first]

    fill(desk, address("remove", occurrence.pk, first.pk), reason="Asked us to")
    assert list(occurrence.turns.queue()) == [second]
    assert {"events.move_up", "events.remove"} <= set(
        ModelLogEntry.objects.values_list("action", flat=True)
    )


def test_after_the_offers_ended_a_free_place_is_given_by_hand(desk, clock):
    occurrence = open_occurrence(capacity=1)
    registration = RegistrationFactory(occurrence=occurrence, sequence=0)
    turn = TurnFactory(occurrence=occurrence, contact__phone="+4511223344")
    clock.stop(occurrence.offers_until + timedelta(hours=1))
    fill(desk, address("cancel", occurrence.pk, registration.pk), reason="Ill")

    page = text(desk.get(address("waitlist", occurrence.pk)))
    assert "+4511223344" in page
    assert address("give_place", occurrence.pk, turn.pk) in page
    fill(desk, address("give_place", occurrence.pk, turn.pk), reason="Called")

    assert occurrence.registrations.holding().get().contact == turn.contact


def test_check_in_undo_and_close_the_list(desk, clock, coordinator):
    registration = RegistrationFactory(contact=ContactFactory(name="Nora Bach"))
    occurrence = registration.occurrence
    clock.stop(occurrence.starts_at + timedelta(minutes=5))
    day = occurrence.first_day.isoformat()
    check_in = address("check_in", occurrence.pk, registration.pk, day)
    undo = address("undo_check_in", occurrence.pk, registration.pk, day)

    assert check_in in text(desk.get(address("attendance", occurrence.pk)))
    answer = desk.post(check_in)
    assert answer.url.endswith(f"#registration-{registration.pk}")
    assert undo in text(desk.get(address("attendance", occurrence.pk)))
    desk.post(undo)
    desk.post(address("close_list", occurrence.pk))
    assert "did not come" in text(desk.get(address("attendance", occurrence.pk)))
    desk.post(address("reopen_list", occurrence.pk))
    desk.post(check_in)
    desk.post(address("close_list", occurrence.pk))

    assert "attended" in text(desk.get(address("attendance", occurrence.pk)))
    assert registration.check_ins.count() == 3
    assert registration.check_ins.first().recorded_by == f"user:{coordinator.pk}"


def test_before_the_first_day_there_is_no_button_and_the_act_is_refused(desk):
    registration = RegistrationFactory()
    occurrence = registration.occurrence
    check_in = address("check_in", occurrence.pk, registration.pk, occurrence.first_day.isoformat())

    assert check_in not in text(desk.get(address("attendance", occurrence.pk)))
    answer = desk.post(check_in, follow=True)

    assert "Check-in begins on the first day." in text(answer)
    assert not registration.check_ins.exists()


@pytest.mark.parametrize("day", ["2026-13-01", "someday"])
def test_a_day_that_is_none_is_not_found(desk, day):
    registration = RegistrationFactory()

    url = address("check_in", registration.occurrence_id, registration.pk, day)

    assert desk.post(url).status_code == 404


def test_the_list_cannot_be_closed_before_the_start(desk):
    answer = desk.post(address("close_list", OccurrenceFactory().pk), follow=True)

    assert "once the date has begun" in text(answer)


def test_send_the_link_again(desk, coordinator):
    registration = RegistrationFactory()
    url = address("send_link", registration.occurrence_id, "registration", registration.pk)

    desk.post(url)

    assert Message.objects.get().to == registration.contact.email
    assert logged("events.send_link").user == coordinator
    assert desk.post(url.replace("/registration/", "/secret/")).status_code == 404


def test_rename_tells_those_still_to_come(desk, coordinator):
    registration = RegistrationFactory(sequence=0)
    event = registration.occurrence.event

    fill(desk, address("event", event.pk), title="A day on Lolland", contact_name="Ida Beck")

    event.refresh_from_db()
    assert (event.title, event.contact_name) == ("A day on Lolland", "Ida Beck")
    assert Message.objects.get().kind == "changed"
    assert logged("events.rename").user == coordinator


def test_a_changed_fact_of_an_event_is_logged_once_and_what_it_asks_is_not_asked_here(desk):
    event = EventFactory(asks_food=True)
    typed = {"title": event.title, "contact_name": "Ida Beck", "language": "en"}
    for _ in range(2):
        fill(desk, address("event", event.pk), **typed)

    event.refresh_from_db()
    assert (event.contact_name, event.language, event.asks_food) == ("Ida Beck", "en", True)
    assert logged("events.change_event").data["changed"] == ["language", "contact_name"]


def test_what_the_office_did_stands_on_the_date(desk):
    registration = RegistrationFactory(sequence=0)

    fill(
        desk,
        address("cancel", registration.occurrence_id, registration.pk),
        reason="Asked us to",
    )
    page = text(desk.get(address("log", registration.occurrence_id)))

    assert "Place cancelled by the office" in page
    assert "Asked us to" in page
    assert "Mette Kjær" in page
