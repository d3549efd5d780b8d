"""Who is invited, and what can be said about a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from desk.access import groups, rules
from events.domain.responsible import may_be_responsible


class GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no subscript at run time
    def label_from_instance(self, group: Any) -> str:
        return groups.label_with_rights(group)


class ColleagueForm(forms.Form):
    """`granter` offers the groups they may grant."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The office's address, not a private one. It lets them in."),
    )
    group = GroupField(
        label=_("What they may do"),
        queryset=Group.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    language = forms.ChoiceField(
        label=_("Language of the desk"), choices=settings.WAGTAILADMIN_PERMITTED_LANGUAGES
    )

    def __init__(self, *args: Any, granter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = [group.pk for group in rules.grantable(granter)]
        choice: Any = self.fields["group"]
        choice.queryset = Group.objects.filter(pk__in=may).order_by("pk")


class NameField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no subscript at run time
    def label_from_instance(self, user: Any) -> str:
        return user.get_full_name() or user.get_username()


class LeaveForm(forms.Form):
    """With a successor only where there is something to succeed to."""

    successor = NameField(
        label=_("Who takes over their events"),
        queryset=User.objects.none(),
        help_text=_("They answer for every event this colleague answers for now."),
    )

    def __init__(self, *args: Any, colleague: User, has_events: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["successor"]
        others.queryset = may_be_responsible().exclude(pk=colleague.pk)
        if not has_events:
            del self.fields["successor"]
