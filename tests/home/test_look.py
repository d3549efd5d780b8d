"""The style sheets are small, and no template carries styles of its own."""

import gzip
import re
from pathlib import Path

from django.conf import settings

CSS = settings.ROOT / "static" / "css"
OF_THE_DESK = {
    *("desk.css", "desk_colours.css", "desk_door.css"),
    *("poster.css", "prints.css", "styleguide.css"),
}
MAILS = ("mail/templates/mail/", "desk/templates/desk/wordings/preview.html")
LAYERS = {"reset", "tokens", "base", "components", "utilities", "print"}


def sheets() -> list[Path]:
    return sorted(it for it in CSS.glob("*.css") if it.name not in OF_THE_DESK)


def test_all_public_style_sheets_are_20_kb_or_less():
    sizes = {it.name: len(gzip.compress(it.read_bytes(), 9)) for it in sheets()}
    assert sum(sizes.values()) <= 20_000, sizes


def test_no_border_is_written_so_that_browsers_drop_it():
    """`border-block` and `border-inline` take one border for both edges, not one for each."""
    two = re.compile(r"border-(?:block|inline): \S+ \d\S* (?:solid|dashed)")
    assert [it.name for it in CSS.glob("*.css") if two.search(it.read_text())] == []


def test_style_sheets_stand_in_the_layers():
    """What stands outside them wins over everything, also over an office's colours."""
    for sheet in sheets():
        if sheet.name == "certificate.css":  # also printed from the desk, where there are no layers
            continue
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
        outside = re.sub(r"@layer [\w, ]+;", "", _without_blocks(text))
        assert re.sub(r"\s", "", outside) == "", sheet.name
        assert set(re.findall(r"@layer (\w+) {", text)) <= LAYERS, sheet.name


def _without_blocks(text: str) -> str:
    """What is left of a sheet without its layers."""
    left, depth = "", 0
    for part in re.split(r"(@layer \w+ {|[{}])", text):
        if part.endswith("{"):
            depth += 1
            left += "" if depth > 1 or part.startswith("@layer") else part
        elif part == "}":
            depth -= 1
        elif not depth:
            left += part
    return left


def test_no_template_has_styles_of_its_own():
    """The policy of the site forbids them; mails need them."""
    with_style = [
        name
        for name in _templates()
        if not name.startswith(MAILS)
        and re.search(r"\sstyle\s*=", (settings.ROOT / name).read_text())
    ]
    assert with_style == []


def _templates() -> list[str]:
    found = settings.ROOT.glob("[!.]*/**/*.html")
    names = (it.relative_to(settings.ROOT) for it in found)
    return [str(it) for it in names if not {"var", "tests", "node_modules"} & set(it.parts)]


def test_there_are_templates_to_look_at():
    assert len(_templates()) > 200
