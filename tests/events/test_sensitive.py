"""Which questions are stopped because they ask for allergies, diet, disability or religion."""

import unicodedata

import pytest

from events.domain.sensitive import Topic, found_in

FOOD = [
    "Har du nogen allergier?",
    "Nøddeallergi eller andet?",
    "Any food allergies?",
    "Matallergi?",
    "Er du vegetar?",
    "Vegetarian or vegan?",
    "Spiser du vegansk?",
    "Halal eller kosher?",
    "Glutenfri mad?",
    "Laktoseintolerant",
    "Følger du en diæt?",
    "Særlig diætkost",
    "Dietary requirements",
    "Spesiell diett?",
    "Særlig kost?",
    "Kosthensyn",
    "Skal vi tage hensyn til kosten?",
    "Specialkost",
    "Er der noget, du ikke spiser?",
    "Is there anything you don't eat?",
    "Is there anything you don’t eat?",
    "Do you eat pork?",
    "Cøliaki",
    "HALAL",
]
ACCESS = [
    "Har du et handicap?",
    "Bruger du kørestol?",
    "Wheelchair user?",
    "Do you have a disability?",
    "Sitter du i rullestol?",
    "Har du en funktionsnedsættelse?",
    "Funksjonsnedsettelse",
    "Er du døv?",
    "Har du særlige behov?",
    "Accessibility needs",
    "Trenger du tilrettelegging?",
]
RELIGION = [
    "Hvilken religion har du?",
    "Religiøse hensyn",
    "Er du muslim?",
    "What is your faith?",
    "Do you need a prayer room?",
    "Livssyn",
]
HARMLESS = [
    "Vil du med på den kostbare udflugt?",
    "Hvad må det koste?",
    "Bussen koster 50 kr. Skal du med?",
    "Spiser du frokost med os?",
    "Kost og logi er gratis. Skal du bruge en seng?",
    "Har du kostume med?",
    "Kender du omkostningerne?",
    "Kostnadsfri parkering?",
    "Skal du have diæter og kørsel?",
    "Tror du, at du bliver praktiserende læge?",
    "Hvor trofast er du?",
    "Hvad er din tilgængelighed i uge 42?",
    "Ring til Christian, hvis du er forsinket. Er det aftalt?",
    "I good faith, will you come?",
    "How much does it cost to get here?",
    "Kan du ikke komme mandag?",
    "Hvilken bus kommer du med?",
    "Er du i mødelokalet eller kirken?",
    "Jeg har tavshedspligt om alt, hvad jeg ser og hører.",
    "Hvor langs elvegangen går du?",
    "Which bed do you want, upper or lower?",
    "Who is the dieter Bohlen of general practice?",
]


@pytest.mark.parametrize(
    ("topic", "wording"),
    [
        (topic, it)
        for topic, all_ in [(Topic.FOOD, FOOD), (Topic.ACCESS, ACCESS), (Topic.RELIGION, RELIGION)]
        for it in all_
    ],
)
def test_a_question_about_a_person_s_body_or_belief_is_found(topic, wording):
    assert topic in found_in([wording])


@pytest.mark.parametrize("wording", HARMLESS)
def test_words_that_only_look_alike_are_left_alone(wording):
    assert found_in([wording]) == {}


def test_help_and_answers_are_looked_at_too_and_the_word_is_told():
    assert found_in(["What do you eat?", "", "Meat", "Vegetarian"]) == {Topic.FOOD: "vegetarian"}


def test_a_letter_written_in_two_parts_is_the_same_letter():
    assert found_in([unicodedata.normalize("NFD", "Kørestol på Ærø, særlige behov")])


def test_one_question_may_touch_several():
    assert set(found_in(["Kørestol, allergi, religion"])) == set(Topic)
