"""Any question and any answer: through the form, the database, an export, and back."""

import csv
import functools
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from desk.sheets import Column, delimiter, text, write_csv, write_xlsx
from events.domain import questions
from events.domain.answers import in_words, record
from events.domain.question_rules import Ask, BadQuestion
from events.models import Answer, AnswerKind, Moment, Question
from office.actor import SYSTEM
from signup.forms.questions import QuestionFields, name_of
from tests.factories import NOW, RegistrationFactory

pytestmark = pytest.mark.django_db

ODD = [
    *("", " ", "\x00", "a\x00b", "\r\n", "=1+1", "+45 20 30", "-2", "@SUM(A1)", "0045", "'"),
    *("NaN", "Infinity", "1e400", "1e5", "-0", "0,50", "1.000", "1,5", "٣", "1_0", "½"),
    *("2027-02-30", "0001-01-01", "9999-12-31", "31.12.2026", "1/2/2027", "soon"),
    *("yes", "no", "on", "true", "null", "[]", "{}", "<b>x</b>", "a;b", "æøå 🩺"),
    *("999999999", "e\u0301", "\ufeff", "\ud800", "\uffff", "a\r\nb\r\n\x00c"),
    *("x" * 300, "x" * 301, "x\n" * 999, "y" * 2001),
]
words = st.text(max_size=40) | st.sampled_from(ODD)
something = words.filter(lambda it: it.strip())
asks = functools.partial(
    st.builds,
    Ask,
    moment=st.sampled_from(Moment.values),
    wording=something,
    help_text=words,
    options=st.lists(something, min_size=2, max_size=6).map(tuple) | st.lists(words).map(tuple),
    required=st.booleans(),
    due_days=st.none() | st.integers(0, 400),
)
numbers = st.decimals(-(10**9), 10**9, places=2).map(str)
dates = st.dates(date(1880, 1, 1), date(2120, 1, 1)).map(str)
FITTING = {
    "text": words,
    "long_text": words,
    "number": numbers,
    "date": dates,
    "yes_no": st.sampled_from(["yes", "no"]),
    "statement": st.just("on"),
}


@st.composite
def typed(draw, question: Question) -> list[str]:
    """What is sent for a question: mostly what fits, sometimes anything."""
    chosen = question.kind not in FITTING
    fitting = st.sampled_from(question.options) if chosen else FITTING[question.kind]
    return draw(st.lists(fitting, max_size=3) | st.lists(words | numbers | dates, max_size=3))


class Form(QuestionFields):
    def __init__(self, question: Question, data=None, known=()):
        super().__init__(data)
        self.ask([question], dict(known))


def posted(question: Question, values: list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.setlist(name_of(question), values)
    return data


def cells(value: str) -> tuple[str, str]:
    """What a cell says after it went out as XLSX and as CSV."""
    columns = [Column("Answer", lambda row: row)]
    sheet, table = io.BytesIO(), io.BytesIO()
    write_xlsx(columns, [value], sheet, "Answers")
    write_csv(columns, [value], table, "Answers")
    rows = list(
        csv.reader(
            io.StringIO(table.getvalue().decode("utf-8-sig"), newline=""), delimiter=delimiter()
        )
    )
    return unescape(load_workbook(sheet).active["A2"].value or ""), (rows[1] or [""])[0]


def shown_again(question: Question, form: Form) -> list[str]:
    """What a browser would send back from the form as it is shown."""
    value = form[name_of(question)].value()
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list):
        return value
    return [] if value is None else [str(value)]


@pytest.mark.parametrize("kind", AnswerKind.values)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_answer_comes_through_and_back(clock, kind, data):
    ask = data.draw(asks(kind=st.just(kind)))
    registration = RegistrationFactory()
    event = registration.occurrence.event
    try:
        made = questions.make(event, ask, actor=SYSTEM, harmless_because="A test")
    except BadQuestion:
        return
    question = Question.objects.get(pk=made.pk)
    assert Ask.of(question) == Ask.of(made)

    form = Form(question, posted(question, data.draw(typed(question))))
    str(form)
    if not form.is_valid():
        return
    said = {int(pk): it for pk, it in form.answers().items()}
    with transaction.atomic():
        record(registration.contact, registration.occurrence, said, at=NOW)

    kept = Answer.objects.filter(question=question).first()
    assert (kept is None) == (not said)
    if kept is None:
        assert not question.required
        return
    assert (kept.value, kept.wording) == (said[question.pk]["value"], question.wording)
    told = in_words(question.kind, kept.value)
    assert told
    xlsx, plain = cells(told)
    assert xlsx == text(told)
    assert plain.removeprefix("'") == text(told).removeprefix("'")

    again = Form(question, known={question.pk: kept.value})
    sent = Form(question, posted(question, shown_again(question, again)), {question.pk: kept.value})
    assert sent.is_valid(), sent.errors
    assert sent.answers() == form.answers()


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_is_kept_to_the_last_decimal(number):
    from events.domain.answers import from_value, to_value

    assert from_value("number", to_value("number", number)) == Decimal(number)
