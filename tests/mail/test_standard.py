"""Names in braces: what becomes of them, and that no text with braces can do harm."""

from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mail.domain.checking import missing, problems, unfit
from mail.domain.differing import difference, told_in_short
from mail.standard import Name, Standard, Trial, Values, Words, fill, paragraphs

SECRET = "nobody may read this"


class Title(str):
    """A value with something to hide on it."""

    secret = SECRET


VALUES = {"title": Title("A day in practice"), "reason": "", "first_name": "Asta"}
NAMES = {key: Name(lambda message, key=key: VALUES[key], "", f"an {key}") for key in VALUES}
braces = st.text(alphabet="{}.[]!:%()_abc titlerson0\n\r\u2028")


def test_a_name_gives_way_to_its_value():
    assert fill("{title}, dear {first_name}", VALUES) == "A day in practice, dear Asta"


def test_a_paragraph_whose_name_has_nothing_to_say_is_left_out():
    text = "Called off.\n\nThe reason: {reason}\n \nDear {first_name}."
    assert paragraphs(text, VALUES) == ["Called off.", "Dear Asta."]


def test_a_line_break_inside_a_paragraph_stays():
    assert paragraphs("One\ntwo\r\n\r\nthree", {}) == ["One\ntwo", "three"]


def test_what_a_value_says_is_never_filled_in_itself():
    assert fill("{title}", {"title": "{first_name}", "first_name": "Asta"}) == "{first_name}"


@pytest.mark.parametrize("odd", ["{title.secret}", "{0}", "{{", "{title!r}", "{Title}", "{}", "{"])
def test_whatever_else_stands_in_braces_is_left_as_it_stands(odd):
    assert fill(odd, VALUES) == odd


@given(braces)
@example("{{title}}")
@example("{title.__class__}")
@example("{title[0]}")
@example("%(title)s")
def test_no_text_with_braces_ever_raises_or_tells_more_than_its_values(text):
    said = fill(text, VALUES) + "".join(paragraphs(text, VALUES))
    assert SECRET not in said
    assert "<class" not in said


@given(braces)
def test_what_is_found_fit_leaves_no_brace_in_the_mail(text):
    if not unfit(text, NAMES):
        assert "{" not in fill(text, VALUES)
        assert "}" not in fill(text, VALUES)


@given(braces, braces, braces)
def test_problems_are_sentences_about_a_field(subject, text, after):
    found = problems(Words(subject, text, after), NAMES)
    assert set(found) <= {"subject", "text", "after"}
    assert all(str(sentence) for sentences in found.values() for sentence in sentences)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{titel}", "This mail has no name {titel}. Did you mean {title}?"),
        ("{Title}", "This mail has no name {Title}. Did you mean {title}?"),
        ("{phone}", "Its names are: {title}, {reason}, {first_name}."),
        ("{title.__class__}", "This mail has no name {title.__class__}."),
        ("50 % {off", "A curly bracket stands alone near “50 % {off”."),
        ("{{title}}", "A curly bracket stands alone"),
    ],
)
def test_a_wrong_name_is_refused_with_the_one_probably_meant(in_english, text, said):
    assert said in " ".join(unfit(text, NAMES))


@pytest.mark.parametrize("subject", ["", "  ", "Two\nlines", "Two\u2028lines", "x" * 151])
def test_a_subject_is_one_line_that_says_something(subject):
    assert set(problems(Words(subject, "Text"), NAMES)) == {"subject"}


def test_a_mail_needs_a_text():
    assert set(problems(Words("Subject", " \n"), NAMES)) == {"text"}


def test_names_a_mail_is_for_are_missed():
    standard = Standard("", "", "", "", [], essential=("title", "reason"))
    assert missing(Words("{title}", "Text"), standard) == ["reason"]


def test_standard_texts_are_shown_with_names_in_braces():
    standard = Standard("", "", "", "New: %(title)s", ["No %(position)d, 100%%", "Bye"])
    assert standard.words() == Words("New: {title}", "No {position}, 100%\n\nBye")


def test_a_value_is_asked_for_once_and_only_when_needed():
    asked = []
    names = {key: Name(lambda _, key=key: asked.append(key) or "x", "", "") for key in "ab"}
    assert fill("{a}{a}", Values(names, SimpleNamespace(trial=None))) == "xx"
    assert asked == ["a"]


def test_a_made_up_mail_says_examples_where_its_facts_say_nothing():
    message = SimpleNamespace(trial=Trial(is_made_up=True))
    assert paragraphs("{title}: {reason}", Values(NAMES, message)) == [
        "A day in practice: an reason"
    ]


@given(st.text(alphabet="ab \n"), st.text(alphabet="ab \n"))
def test_a_difference_holds_both_texts(before, after):
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if not piece.is_new) == before
    assert "".join(piece.text for piece in pieces if not piece.is_gone) == after


def test_the_log_says_what_came_and_went():
    said = told_in_short(Words("Hello you", "Same"), Words("Hello Asta", "Same"))
    assert said == "Hello [-you-][+Asta+]"


def test_a_phrase_that_changed_is_shown_whole():
    pieces = difference("You have a place.", "We see you soon.")
    assert [piece.text for piece in pieces] == ["You have a place.", "We see you soon."]
