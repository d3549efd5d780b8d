"""Where something required is left out, the error says what to do, in words of its own."""

import pytest
from django import forms
from django.utils import translation

from events.models import AnswerKind
from signup.forms import (
    AddressForm,
    CodeForm,
    CorrectionForm,
    EmergencyForm,
    LikelihoodForm,
    MyDataForm,
    NeedsForm,
    SignUpForm,
)
from signup.forms.certificate import CertificateForm
from signup.forms.friend import FriendForm
from signup.forms.host import CancelForm
from signup.forms.host_offer import OfferForm
from signup.forms.question_fields import field_for
from tests.factories import NOW, OccurrenceFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "reference")]

DJANGOS = "This field is required."
TODAY = {"today": NOW.date()}


def said(form: forms.Form) -> dict[str, str]:
    """By field, the first error of an empty form."""
    with translation.override("en"):
        return {name: str(errors[0]) for name, errors in form.errors.items()}


@pytest.mark.parametrize(
    "empty",
    [
        *(AddressForm, CertificateForm, CodeForm, FriendForm, LikelihoodForm, CancelForm),
        lambda data: OfferForm(data, **TODAY),
        lambda data: SignUpForm(data, occurrence=a_date(phone_required=True), **TODAY),
        lambda data: CorrectionForm(data, occurrence=a_date(phone_required=True), **TODAY),
        lambda data: MyDataForm(data, first_day=NOW.date(), **TODAY),
        lambda data: NeedsForm(data, occurrence=a_date(asks_food=True)),
        lambda data: EmergencyForm(data, occurrence=a_date(asks_emergency=True)),
    ],
)
def test_no_form_of_the_public_says_that_a_field_is_required(empty):
    errors = said(empty({}))
    assert errors
    assert DJANGOS not in errors.values()


def a_date(**event):
    made = OccurrenceFactory()
    for name, value in event.items():
        setattr(made.event, name, value)
    made.event.save()
    return made


@pytest.mark.parametrize("kind", AnswerKind.values)
def test_no_question_of_an_office_says_so_either(kind):
    question = QuestionFactory(kind=kind, options=["a", "b"])
    with translation.override("en"), pytest.raises(forms.ValidationError) as refused:
        field_for(question).clean(None)
    with translation.override("en"):
        assert refused.value.messages[0] != DJANGOS
