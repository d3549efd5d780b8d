"""Text of a page for the records: nothing in it runs, fetches or breaks the file."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.plain_html import KEPT, OPEN_ENDED, plain


def made(html):
    return str(plain(html, base="https://office.test"))


class Checked(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag in KEPT
        assert not attrs
        if tag not in OPEN_ENDED:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


tags = st.sampled_from(sorted(KEPT | {"script", "img", "a", "div", "svg", "style"}))
bits = st.one_of(
    st.text(max_size=8),
    tags.map("<{}>".format),
    tags.map("</{}>".format),
    tags.map('<{} href="javascript:x" onclick="x" src="//x" alt="&quot;">'.format),
    st.sampled_from(["<!--", "-->", "<", ">", "&lt;script&gt;", "<![CDATA[", '"', "<a href="]),
)


@given(st.lists(bits, max_size=15).map("".join))
def test_whatever_comes_in_plain_balanced_tags_come_out(html):
    parser = Checked()
    parser.feed(made(html))
    parser.close()

    assert parser.open == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2 class="x">Day</h2><div><p>One<br>two</p></div>', "<h2>Day</h2><p>One<br>two</p>"),
        ('<a href="/camps/">Camps</a>', "Camps (https://office.test/camps/)"),
        ('<img src="x.webp" alt="A clinic">', "[A clinic]"),
        ('<img src="x.webp" alt="">', ""),
        ("<script>alert(1)</script>after", "after"),
        ("<svg><style>x</style></svg>after", "after"),
        ("<p><em>open", "<p><em>open</em></p>"),
        ("&lt;b&gt; &amp; æ", "&lt;b&gt; &amp; æ"),
    ],
)
def test_html_made_plain(html, expected):
    assert made(html) == expected
