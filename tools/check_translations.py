"""Are the translations whole? Says what is missing, and ends with 1 if anything is.

Every .mo says what its .po says, and no string of the code lacks Danish or Norwegian.
"""

import gettext
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ["da", "nb"]
"""Languages in which nothing may be missing."""

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "tests", "benchmarks", "tools", "docs", ".*_cache"
)


def main() -> int:
    faults = [*compiled_differently(), *untranslated()]
    for fault in faults:
        print(fault)
    print("Translations are whole." if not faults else "Mend the .po file, then: make messages")
    return bool(faults)


def compiled_differently() -> Iterator[str]:
    """Each .po file whose .mo says something else, or that is no valid .po at all."""
    for po in sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po")):
        with tempfile.NamedTemporaryFile(suffix=".mo") as fresh:
            made = run("msgfmt", "--check", "-o", fresh.name, str(po))
            if made.returncode:
                yield made.stderr.strip()
            elif not po.with_suffix(".mo").exists() or says(fresh.name) != says(
                po.with_suffix(".mo")
            ):
                yield f"{po.relative_to(ROOT)}: its .mo is not compiled from it"


def says(mo: str | Path) -> dict[object, str]:
    with Path(mo).open("rb") as file:
        texts: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in texts.items() if key != ""}


def untranslated() -> Iterator[str]:
    """What a fresh `makemessages`, in a copy of the code, finds without a translation."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        languages = [part for language in WHOLE for part in ("-l", language)]
        command = [sys.executable, "manage.py", "makemessages", "--no-location", *languages]
        made = run(*command, "--settings=config.check_settings", cwd=copy)
        if made.returncode:
            yield made.stderr.strip()
        for language in WHOLE:
            po = copy / "locale" / language / "LC_MESSAGES" / "django.po"
            yield from lacks(po, "--untranslated", f"{language}: not translated")
            yield from lacks(po, "--only-fuzzy", f"{language}: only guessed (fuzzy)")


def lacks(po: Path, which: str, words: str) -> Iterator[str]:
    found = run("msgattrib", which, "--no-obsolete", "--no-wrap", str(po)).stdout
    for entry in found.split("\n\n"):
        if "msgid" in entry and 'msgid ""\nmsgstr ""\n"' not in entry:
            yield f"{words}: {entry.strip()}"


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
