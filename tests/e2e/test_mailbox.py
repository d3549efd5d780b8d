"""The demo's mailbox in a browser: a mail is read, its button pressed, its invite kept."""

from django.urls import reverse

from mail.models import Message
from tests.e2e.conftest import work
from tests.events.people import comes, signs_up
from tests.factories import OccurrenceFactory, event_page


def test_the_button_inside_the_mail_opens_the_page_behind_it(open_page, server):
    visit = OccurrenceFactory()
    event_page(visit.event)
    signs_up(visit, "Anna")
    work()
    page = open_page()
    page.goto(reverse("demo:mail"))
    page.click(".demo-mails a >> nth=0")
    page.frame_locator("iframe").locator("a[href*='/registration/']").first.click()
    page.wait_for_url("**/registration/**")
    page.click("[name=act][value=confirm] >> nth=0")
    page.wait_for_selector("a[href='?step=cancel']")


def test_the_invite_of_a_mail_is_downloaded(open_page, server):
    visit = OccurrenceFactory()
    event_page(visit.event)
    comes(visit, "Anna")
    work()
    page = open_page()
    page.goto(reverse("demo:message", args=[Message.objects.get(kind="place").pk]))
    with page.expect_download() as download:
        page.click("a[href$='/invite.ics']")
    assert download.value.path().read_text().startswith("BEGIN:VCALENDAR")
