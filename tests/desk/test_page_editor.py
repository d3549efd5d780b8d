"""*Dates and places* in the page's editor: unsaved, saved, published; and pages that disappear."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from camps.models import CampIndexPage, CampPage
from desk.page_hooks import people_on
from events.models import Event, Occurrence
from tests.factories import (
    EventFactory,
    OccurrenceFactory,
    RegistrationFactory,
    TurnFactory,
    UserFactory,
    event_page,
)

pytestmark = pytest.mark.usefixtures("clock")

EMPTY = {
    "lead": "",
    "picture": "",
    "picture_alt": "",
    **{f"{name}-count": "0" for name in ("story", "programme", "people", "travel", "faq")},
    "practicalities": "null",
    "seo_title": "",
    "search_description": "",
    "go_live_at": "",
    "expire_at": "",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}
TYPED = EMPTY | {"title": "Camp on Møn", "slug": "camp-on-moen"}


@pytest.fixture
def camps(db):
    """The list of camps, under the home page as in the office's own tree."""
    home = Page.objects.filter(depth=2).first()
    return home.add_child(instance=CampIndexPage(title="Camps", slug="camps-of-tests"))


@pytest.fixture
def page(camps):
    """A live camp page below the list of camps, with its event."""
    event = EventFactory(kind="camp", title="Camp on Møn")
    return camps.add_child(
        instance=CampPage(title=event.title, slug="moen", translation_key=event.page_key)
    )


def editor(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def new(camps):
    return reverse("wagtailadmin_pages:add", args=["camps", "camppage", camps.pk])


def text(answer):
    return answer.content.decode()


def test_an_unsaved_page_offers_a_date_and_says_it_saves_first(desk, camps):
    shown = text(desk.get(new(camps)))

    assert "Dates and places" in shown
    assert "No date yet." in shown
    assert "Saves the page as a draft first." in shown


def test_add_a_date_on_an_unsaved_page_saves_the_draft_and_goes_on_to_the_date(desk, camps):
    answer = desk.post(new(camps), TYPED | {"add_date": "1"})

    page = CampPage.objects.get()
    assert answer.url == reverse("dates:add_to_page", args=[page.pk])
    assert not page.live


def test_add_a_date_on_a_saved_page_saves_what_was_typed(desk, page):
    typed = TYPED | {"slug": page.slug, "title": "Another title", "add_date": "1"}

    answer = desk.post(editor(page), typed)

    assert answer.url == reverse("dates:add_to_page", args=[page.pk])
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Another title"


def test_saving_without_the_button_stays_in_the_editor(desk, camps):
    answer = desk.post(new(camps), TYPED)

    assert answer.url == editor(CampPage.objects.get())


def test_each_date_says_what_the_public_sees(desk, page):
    event = Event.objects.get()
    scheduled = OccurrenceFactory(event=event, capacity=2)
    RegistrationFactory(occurrence=scheduled)
    TurnFactory(occurrence=scheduled)
    OccurrenceFactory(event=event, state="draft")

    shown = text(desk.get(editor(page)))

    assert "1/2 + 1" in shown
    assert "Visible now." in shown
    assert "Not visible: this date is a draft." in shown
    assert reverse("dates:edit", args=[scheduled.pk]) in shown


def test_a_page_that_is_not_live_says_so_at_its_dates(desk, page):
    OccurrenceFactory(event=Event.objects.get())
    page.unpublish()

    assert "the page is not published" in text(desk.get(editor(page)))


def test_publishing_opens_the_ticked_drafts_only(desk, page, coordinator):
    event = Event.objects.get()
    ticked = OccurrenceFactory(event=event, state="draft")
    unticked = OccurrenceFactory(event=event, state="draft")
    stranger = OccurrenceFactory(state="draft")

    shown = text(desk.get(editor(page)))
    assert f'name="open_date" value="{ticked.pk}" checked' in shown
    typed = TYPED | {"slug": page.slug, "action-publish": "1"}
    desk.post(editor(page), typed | {"open_date": [ticked.pk, stranger.pk, "x"]})

    states = dict(Occurrence.objects.values_list("pk", "state"))
    assert states == {ticked.pk: "scheduled", unticked.pk: "draft", stranger.pk: "draft"}


def test_saving_a_draft_opens_nothing(desk, page):
    draft = OccurrenceFactory(event=Event.objects.get(), state="draft")

    desk.post(editor(page), TYPED | {"slug": page.slug, "open_date": [draft.pk]})

    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.fixture
def looked_at(page):
    """The page, changed and waiting for two approvals of coordinators."""
    flow = Workflow.objects.create(name="Two pairs of eyes")
    for order in range(2):
        task = GroupApprovalTask.objects.create(name="Look at it")
        task.groups.set(Group.objects.filter(name="Coordinator"))
        WorkflowTask.objects.create(workflow=flow, task=task, sort_order=order)
    page.save_revision()
    page.refresh_from_db()
    flow.start(page, UserFactory())
    return page


@pytest.mark.parametrize("what", ["approve", "reject"])
def test_the_last_approval_opens_the_ticked_drafts(desk, looked_at, what):
    draft = OccurrenceFactory(event=Event.objects.get(), state="draft")
    typed = TYPED | {"slug": looked_at.slug, "open_date": [draft.pk]}
    answer = {"action-workflow-action": "true", "workflow-action-name": "approve"}

    desk.post(editor(looked_at), typed | answer)
    draft.refresh_from_db()
    assert draft.state == "draft"
    desk.post(editor(looked_at), typed | answer | {"workflow-action-name": what})

    draft.refresh_from_db()
    assert draft.state == ("scheduled" if what == "approve" else "draft")


def test_an_editor_reads_of_dates_and_is_offered_nothing_that_is_refused(editor_desk, page):
    event = Event.objects.get()
    OccurrenceFactory(event=event, location="Møns Klint")
    OccurrenceFactory(event=event, state="draft")

    shown = text(editor_desk.get(editor(page)))
    panel = re.search(r'<div class="desk-dates">.*?</div>', shown, re.DOTALL)[0]

    assert "Møns Klint" in panel
    assert "Not visible: this date is a draft. A coordinator opens it." in panel
    assert not re.findall(r"<a |<input|<button", panel)


def test_an_editor_of_a_page_without_dates_reads_who_adds_them(editor_desk, page):
    shown = text(editor_desk.get(editor(page)))

    assert "No date yet. Without one, nobody can sign up. A coordinator adds it." in shown


def test_an_editor_who_does_not_unpublish_goes_back_to_the_pages(editor_desk, page):
    RegistrationFactory(occurrence__event=Event.objects.get())

    asked = text(editor_desk.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])))

    assert reverse("dates:index") not in asked
    assert reverse("wagtailadmin_explore", args=[page.get_parent().pk]) in asked


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_a_page_with_people_on_it_asks_before_it_disappears(desk, page, act):
    RegistrationFactory(occurrence__event=Event.objects.get())
    url = reverse(f"wagtailadmin_pages:{act}", args=[page.pk])

    asked = desk.post(url)
    assert "1 person has a place or waits for one" in text(asked)
    page.refresh_from_db()
    assert page.live

    desk.post(url, {"people_seen": "1"})
    assert not Page.objects.filter(pk=page.pk, live=True).exists()


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_a_page_without_people_asks_no_more_than_wagtail_does(desk, page, act):
    OccurrenceFactory(event=Event.objects.get())

    desk.post(reverse(f"wagtailadmin_pages:{act}", args=[page.pk]))

    assert not Page.objects.filter(pk=page.pk, live=True).exists()


def test_unpublishing_in_bulk_asks_too(desk, page):
    RegistrationFactory(occurrence__event=Event.objects.get())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    asked = desk.post(f"{url}?id={page.pk}&next=/admin/")
    assert "1 person has a place" in text(asked)
    desk.post(f"{url}?id={page.pk}&next=/admin/", {"people_seen": "1"})

    page.refresh_from_db()
    assert not page.live


def test_people_below_a_page_count_and_those_of_past_dates_do_not(camps, page, clock):
    turn = TurnFactory(occurrence__event=Event.objects.get())

    assert people_on([camps], below=True) == 1
    assert people_on([camps], below=False) == 0
    clock.stop(turn.occurrence.ends_at)
    assert people_on([camps], below=True) == 0


def test_the_admins_home_shows_what_is_next(desk, page):
    occurrence = OccurrenceFactory(event=Event.objects.get(), capacity=3)
    RegistrationFactory(occurrence=occurrence)

    shown = text(desk.get(reverse("wagtailadmin_home")))

    assert "Few sign-ups" in shown
    assert "1 of 3 places taken" in shown
    assert "worker does not run" not in shown


def test_the_panel_is_on_pages_of_events(db):
    assert event_page(EventFactory()).content_panels
