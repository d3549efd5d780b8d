"""How a form is rendered: what screen readers need to hear stands beside each field."""

import re

from django import forms
from django.template import Context, Template

PAGE = Template(
    '{% include "includes/error_summary.html" %}{% include "includes/form_fields.html" %}'
)


class SignUp(forms.Form):
    name = forms.CharField(label="Navn", help_text="Fornavn og efternavn")
    phone = forms.CharField(label="Telefon", required=False)
    stage = forms.ChoiceField(
        label="Hvor er du",
        choices=[("ba", "Bachelor"), ("ka", "Kandidat")],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label="Skriv til mig", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if "forbidden" in self.data.get("name", ""):
            raise forms.ValidationError("Det går ikke")
        return self.cleaned_data


def page(form):
    return PAGE.render(Context({"form": form}))


def test_labels_name_their_fields_and_say_which_are_required():
    html = page(SignUp())
    assert re.search(
        r'<label for="id_name">Navn <span class="required">\(\w[\w ]*\)</span></label>', html
    )
    assert '<label for="id_phone">Telefon</label>' in html


def test_help_and_error_are_tied_to_the_field():
    html = page(SignUp({"name": ""}))
    described = re.search(r'name="name"[^>]*aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    for name in described:
        assert f'id="{name}"' in html
    assert re.search(r'name="name"[^>]*aria-invalid="true"', html)


def test_radio_buttons_stand_in_a_fieldset_with_a_legend():
    html = page(SignUp())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Hvor er du", html)


def test_a_tick_box_has_its_label_after_it():
    html = page(SignUp())
    assert html.index('id="id_consent"') < html.index('for="id_consent"')


def test_the_error_summary_leads_to_each_wrong_field_and_keeps_answers():
    html = page(SignUp({"name": "", "phone": "20304050"}))
    summary = html[: html.index("</div>")]
    assert 'role="alert"' in summary
    assert 'tabindex="-1"' in summary
    assert 'href="#id_name"' in summary
    assert 'href="#id_stage_0"' in summary
    assert 'id="id_stage_0"' in html
    assert 'value="20304050"' in html


def test_errors_of_the_whole_form_and_of_hidden_fields_are_said():
    html = page(SignUp({"name": "forbidden", "stage": "ba"}))
    assert "<li>Det går ikke</li>" in html
    assert html.count("<li>") >= 2


def test_a_form_without_errors_has_no_summary():
    assert 'role="alert"' not in page(SignUp())
