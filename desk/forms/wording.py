"""The words of one kind of mail, as the office writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mail.domain.checking import LONGEST_SUBJECT, problems
from mail.domain.wordings import tidied
from mail.standard import Names, Words

MADE_UP, NEWEST = "made_up", "newest"


class WordingForm(forms.Form):
    """`names` are those that may stand in braces; `has_newest`: a real mail can be shown."""

    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": LONGEST_SUBJECT}),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A blank line begins a new paragraph."),
    )
    after = forms.CharField(
        label=_("Text after the button"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    example = forms.ChoiceField(
        label=_("Shown in the preview"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (MADE_UP, _("a made-up person and date")),
            (NEWEST, _("the newest real mail of this kind")),
        ],
    )
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: Names, has_newest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        if not has_newest:
            del self.fields["example"]

    @property
    def words(self) -> Words:
        told = self.cleaned_data
        return tidied(Words(told["subject"], told["text"], told["after"]))

    @property
    def wants_newest(self) -> bool:
        return self.cleaned_data.get("example") == NEWEST

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors:
            for field, sentences in problems(self.words, self.names).items():
                for sentence in sentences:
                    self.add_error(field, sentence)
        return told
