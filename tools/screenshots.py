"""Every page of the demo office as it looks: phone and desk, light and dark, in var/screenshots/.

With words, only pages whose names hold one of them.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from html import escape

from demo_site import CHROMIUM, ROOT, served
from playwright.sync_api import Browser, Page, sync_playwright

TO = ROOT / "var" / "screenshots"
WIDTHS = {"phone": 390, "desk": 1280}
SCHEMES = ("light", "dark")
SHEET = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Screenshots</title>
<style>
  body {{ font: 16px/1.4 sans-serif; margin: 2rem }}
  section > div {{ display: grid; grid-template-columns: 1fr 1fr 2fr 2fr; gap: 1rem }}
  img {{ inline-size: 100%; border: 1px solid #999; max-block-size: 60rem; object-fit: cover;
    object-position: top }}
</style>
{sections}
</html>
"""

SETTLED = 300
"""Milliseconds until the menu beside the page and colours have changed: the admin moves them."""

WHOLE = """() => {
  const parts = [document.documentElement, ...document.querySelectorAll("main, .content-wrapper")];
  return Math.max(844, ...parts.map(it => it.scrollHeight));
}"""
"""How high a window shows the page to its end: the admin scrolls inside, and a bar that stays in
reach would lie across the page."""

GROUPS = ("public", "mails", "desk")


def main(words: list[str]) -> None:
    say_which_serif()
    with served() as base:
        looks = {group: [*chosen(group, words)] for group in GROUPS}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for group, found in looks.items():
                shoot(browser, base, group, found)
            browser.close()
    write_sheet()


def say_which_serif() -> None:
    """Headings ask for a Palatino; without one these are not what most people see."""
    found = subprocess.run(["fc-match", "Palatino"], capture_output=True, text=True, check=False)
    if "P052" not in found.stdout and "Palatino" not in found.stdout.split("/")[0]:
        print("No serif like Palatino here: apt-get install fonts-urw-base35")


def chosen(group: str, words: list[str]) -> Iterator:
    import demo_pages  # noqa: PLC0415 -- needs Django

    for look in getattr(demo_pages, group)():
        if not words or any(word in look.name for word in words):
            yield look


def shoot(browser: Browser, base: str, group: str, looks: Iterable) -> None:
    folder = TO / group
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=base, reduced_motion="reduce", locale="da")
    page = context.new_page()
    if group == "desk" and looks:
        sign_in(page)
    for look in looks:
        open_page(page, look)
        for name in shots(page):
            page.screenshot(
                path=folder / f"{look.name}-{name}.jpg", full_page=True, type="jpeg", quality=80
            )
        print(f"{group}: {look.name}", flush=True)
    context.close()


def sign_in(page: Page) -> None:
    from demo.domain.office import USERNAME, password  # noqa: PLC0415 -- needs Django

    page.goto("/admin/login/")
    page.fill("[name=login]", USERNAME)
    page.fill("[name=password]", password())
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/admin/")


def open_page(page: Page, look) -> None:
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
    page.goto(look.url)
    if look.press:
        page.click(look.press)
        page.wait_for_load_state()


def shots(page: Page) -> Iterator[str]:
    """Bring the page into each light and width in turn, and name it."""
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("document.querySelectorAll('[loading]').forEach(it => it.loading = 'eager')")
        for _ in range(2):
            page.wait_for_timeout(SETTLED)
            page.set_viewport_size({"width": width, "height": page.evaluate(WHOLE)})
        page.wait_for_load_state("networkidle")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(SETTLED)
            yield f"{name}-{scheme}"


def write_sheet() -> None:
    """All pictures there are, a line for each page."""
    first = f"{next(iter(WIDTHS))}-{SCHEMES[0]}"
    found = sorted(TO.glob(f"*/*-{first}.jpg"))
    names = [f"{it.parent.name}/{it.name.removesuffix(f'-{first}.jpg')}" for it in found]
    (TO / "index.html").write_text(SHEET.format(sections="\n".join(map(section, names))))
    print(f"{len(names)} pages: {TO / 'index.html'}")


def section(name: str) -> str:
    files = [f"{name}-{width}-{scheme}.jpg" for width in WIDTHS for scheme in SCHEMES]
    pictures = "".join(f'<a href="{it}"><img src="{it}" loading="lazy" alt=""></a>' for it in files)
    return f"<section><h2>{escape(name)}</h2><div>{pictures}</div></section>"


if __name__ == "__main__":
    main(sys.argv[1:])
