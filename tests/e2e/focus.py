"""Going through a page by keyboard: what has the focus shows it, and nothing lies over it."""

from __future__ import annotations

from playwright.sync_api import Page

STANDING = """() => {
  const it = document.activeElement;
  const ring = (one, part) => {
    const style = getComputedStyle(one, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // a card wears the ring of its link, a label that of its field; a drawn mark has a thick edge
  const above = ["label", "li", ".card"].map((at) => it.closest(at));
  const around = [it, it.nextElementSibling, ...above];
  const drawn = it instanceof SVGElement && it.querySelector("circle");
  const shown = around.filter(Boolean).find((one) => ring(one) || ring(one, "::after"))
    ?? (drawn && parseFloat(getComputedStyle(drawn).strokeWidth) >= 4 ? drawn : null);
  const points = [...it.getClientRects()].flatMap((box) => [0.02, 0.5, 0.98].flatMap((x) =>
    [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y])));
  const free = points.some(([x, y]) => {
    const over = document.elementFromPoint(x, y);
    return over && (it.contains(over) || over.contains(it) || shown?.contains(over));
  });
  return {what: it.outerHTML.slice(0, 120), ring: Boolean(shown), free};
}"""


def stand(page: Page) -> None:
    """Whatever has the focus now shows it and is not covered (WCAG 2.4.7, 2.4.11)."""
    found = page.evaluate(STANDING)
    assert found["ring"], f"{page.url}: no ring around {found['what']}"
    assert found["free"], f"{page.url}: something lies over {found['what']}"


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until this has the focus."""
    wanted = page.locator(selector).first
    for _ in range(most):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
        stand(page)
    raise AssertionError(f"{page.url}: {selector} is not reached by Tab")
