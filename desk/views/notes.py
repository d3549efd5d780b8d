"""Writing a note about a contact, and deleting one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.domain import notes
from contacts.models import Note
from desk.forms.notes import NoteForm
from desk.views.base import ActView, actor_of
from desk.views.contact import ContactMixin


class NoteAct(ContactMixin, ActView):
    permission = "contacts.add_note"

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": self.name}]

    def get_success_url(self) -> str:
        return self.home


class WriteNote(NoteAct):
    form_class = NoteForm
    submit_label = gettext_lazy("Write it down")
    done = gettext_lazy("The note is kept.")

    def get_page_title(self) -> str:
        return _("A note about %(name)s") % {"name": self.name}

    def act(self, form: Any) -> object:
        return notes.write(self.contact.pk, form.cleaned_data["text"], actor=actor_of(self.request))


class DeleteNote(NoteAct):
    form_class = forms.Form
    submit_label = gettext_lazy("Delete the note")
    serious = True
    done = gettext_lazy("The note is deleted.")

    @cached_property
    def note(self) -> Note:
        return get_object_or_404(Note, pk=self.kwargs["note"], contact=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Delete a note about %(name)s") % {"name": self.name}

    def get_explanation(self) -> str:
        return _("This cannot be undone: “%(text)s”") % {"text": self.note.text}

    def act(self, form: Any) -> None:
        notes.delete(self.note.pk, actor=actor_of(self.request))
