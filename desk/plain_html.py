"""HTML of a page as it can be kept for years: its text and headings, nothing to fetch or run."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe

KEPT = {
    *("h2", "h3", "h4", "p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "blockquote"),
    *("dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"),
}
DROPPED_WHOLE = {"script", "style", "svg", "template", "noscript", "iframe", "object", "form"}
OPEN_ENDED = {"br", "img"}


def plain(html: str, *, base: str) -> SafeString:
    """The text with plain tags without attributes. Links say their address, pictures their words.

    What is not known is left out; unclosed tags are closed.
    """
    parser = _Plain(base)
    parser.feed(html)
    parser.close()
    return mark_safe("".join([*parser.out, *parser.closing()]))  # noqa: S308 -- made of KEPT tags


class _Plain(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.out: list[str] = []
        self._open: list[str] = []
        self._links: list[str] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self._dropping or tag in DROPPED_WHOLE:
            self._dropping += [tag] if tag in DROPPED_WHOLE else []
        elif tag == "a":
            self._links.append(urljoin(self.base, values.get("href") or ""))
        elif tag == "img" and values.get("alt"):
            self.out.append(f"[{escape(values['alt'] or '')}]")
        elif tag in KEPT:
            self.out.append(f"<{tag}>")
            self._open += [] if tag in OPEN_ENDED else [tag]

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
        elif tag == "a" and self._links:
            self.out.append(f" ({escape(self._links.pop())})")
        elif tag in self._open:
            while (last := self._open.pop()) != tag:
                self.out.append(f"</{last}>")
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.out.append(escape(data))

    def closing(self) -> list[str]:
        return [f"</{tag}>" for tag in reversed(self._open)]
