import pytest
from django.utils import translation

from events.domain.audience import audience_words, stages_by_key
from events.models import Audience
from office.domain.reference import load_country

pytestmark = pytest.mark.django_db


def words(*rows, language="en"):
    load_country("dk")
    audience = [Audience(stage=s, from_semester=a, to_semester=b) for s, a, b in rows]
    with translation.override(language):
        return audience_words(audience, stages_by_key())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Medical student (master), semesters 7–12"),
        ("da", "Medicinstuderende (kandidat), 7.–\N{WORD JOINER}12. semester"),
        ("nb", "Medisinstudent (dansk master), 7.–\N{WORD JOINER}12. semester"),
    ],
)
def test_semesters_are_counted_from_the_start_of_study(language, said):
    assert words(("ka", 7, 12), language=language) == [said]


def test_a_span_of_semesters_is_said():
    assert words(("ba", 4, 6)) == ["Medical student (bachelor), semesters 4–6"]


def test_one_semester_and_open_ends_are_said_plainly():
    assert words(("ba", 5, 5)) == ["Medical student (bachelor), semester 5"]
    assert words(("ka", 8, None)) == ["Medical student (master), from semester 8"]
    assert words(("ba", None, 2)) == ["Medical student (bachelor), up to semester 2"]


def test_doctors_have_no_semesters():
    assert words(("kbu", None, None)) == ["Foundation doctor (KBU)"]


def test_rows_come_in_the_order_of_the_stages():
    lines = words(("kbu", None, None), ("ba", None, None), language="da")
    assert lines == ["Medicinstuderende (bachelor)", "KBU-læge (klinisk basisuddannelse)"]


def test_no_rows_are_everybody():
    assert words() == ["Everybody is welcome."]
