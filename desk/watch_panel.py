"""In everybody's own account: which mails of the office they want."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput

from desk.domain.readers import PERMISSION
from desk.models import Watch


class WatchForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Watch
        fields = ["morning", "alerts"]
        widgets = {"morning": SwitchInput, "alerts": SwitchInput}
        help_texts = {
            "morning": _(
                "At 7 on Monday to Friday, not on public holidays. On days without anything to do "
                "there is none, but on the first of a week."
            ),
            "alerts": _("Participants are named by first name and an initial."),
        }

    def save(self, commit: bool = True) -> Watch:
        """The wishes alone: the worker writes to the same row."""
        wishes = {name: self.cleaned_data[name] for name in self.Meta.fields}
        saved, _made = Watch.objects.update_or_create(user=self.instance.user, defaults=wishes)
        return saved


class WatchPanel(BaseSettingsPanel):
    name = "watch"
    title = _("Mails of the office to you")
    tab = notifications_tab
    order = 50
    form_class = WatchForm

    def is_active(self) -> bool:
        return bool(self.user.has_perm(PERMISSION))

    def get_form(self) -> WatchForm:
        watch = Watch.objects.filter(user=self.user).first() or Watch(user=self.user)
        typed = self.request.POST if self.request.method == "POST" else None
        return self.form_class(typed, instance=watch, prefix=self.name)
