"""What students and coordinators do in their browsers."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page

from demo.domain.mailbox import Opened
from events.models import Occurrence


def sign_in_again(desk: Page, password: str) -> None:
    """The coordinator's sign-in has ended by now, so she signs in anew."""
    desk.goto("/admin/")
    if "/login" in desk.url:
        desk.fill("[name=login]", "desk")
        desk.fill("[name=password]", password)
        desk.click("form button[type=submit] >> nth=0")
        desk.wait_for_url("**/admin/")


def close_list(desk: Page, date: Occurrence) -> str:
    """What the coordinator is told before she closes it."""
    desk.goto(reverse("dates:attendance", args=[date.pk]))
    desk.click("a[href$='/close-list/']")
    told = desk.inner_text("main")
    desk.click(".desk-acts button[type=submit]")
    desk.wait_for_selector("[formaction$='/reopen-list/']", state="attached")
    return told


def sign_up(page: Page, event_url: str, name: str, email: str) -> None:
    """Find the event's page, follow its button, fill in the form."""
    page.goto(event_url)
    page.click("main a.button[href*='/sign-up/']")
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.fill("[name=phone]", "20 30 40 50")
    page.select_option("[name=stage]", "ka")
    page.select_option("[name=school]", "KU")
    page.select_option("[name=start_month]", "9")
    page.select_option("[name=start_year]", "2023")
    page.check("[name=consent]")
    page.click("main form button.button[type=submit]")
    page.wait_for_url("**/sent/")


def press(page: Page, mail: Opened, act: str) -> None:
    """Open the mail's link and press the button of this act."""
    page.goto(mail.link)
    page.click(f"[name=act][value={act}] >> nth=0")
    page.wait_for_load_state()


def write_camp(desk: Page, index: int, title: str, picture: str) -> None:
    """A new page for a camp with a picture and a programme, not saved yet."""
    desk.goto(f"/admin/pages/add/camps/camppage/{index}/")
    desk.fill("#id_title", title)
    desk.fill("[name=lead]", "Three days by the sea, in two practices.")
    _upload(desk, picture)
    _programme(desk)


def _upload(desk: Page, picture: str) -> None:
    desk.click("#id_picture-chooser [data-chooser-action-choose] >> visible=true")
    desk.click("#tab-label-upload")
    desk.set_input_files("#id_image-chooser-upload-file", picture)
    desk.fill("#id_image-chooser-upload-title", "A road")
    desk.fill("#id_image-chooser-upload-description", "A road down to the sea.")
    desk.click("[data-chooser-modal-creation-form] [type=submit]")
    desk.wait_for_selector(".modal", state="detached")


def _programme(desk: Page) -> None:
    desk.click("[id$='-programme-section'] .c-sf-add-button >> nth=0")
    desk.fill("[name=programme-0-value-title]", "Friday")
    desk.fill("[name=programme-0-value-entries-0-value-time]", "14:00")
    desk.fill("[name=programme-0-value-entries-0-value-what]", "Arrival")


def add_date(desk: Page, starts: str, ends: str, capacity: int) -> None:
    """*Add a date* in the page's editor, and its form; ends in the editor again.

    Times are as a browser's own date picker gives them.
    """
    desk.click("[name=add_date]")
    desk.wait_for_url("**/new/*/")
    desk.fill("[name=starts_at]", starts)
    desk.fill("[name=ends_at]", ends)
    desk.fill("[name=location]", "Højskolen, Strandvej 1, 4581 Rørvig")
    desk.fill("[name=capacity]", str(capacity))
    desk.click("form button[type=submit].button >> text=Add the date")
    desk.wait_for_url("**/edit/")


def publish(desk: Page) -> None:
    """Publish from the editor's menu; the ticked draft dates open with it."""
    desk.click(".footer [data-w-dropdown-target=toggle]")
    desk.click("[name=action-publish]")
    desk.wait_for_url(lambda url: "/edit/" not in url)
