"""Who works here, who is invited, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.models import UserProfile

from desk import words
from desk.access import groups
from desk.access.rules import MANAGE, Granter, may_manage
from desk.access.second_factor import FACTORS
from desk.domain import colleagues, inviting
from desk.forms.colleagues import ColleagueForm, LeaveForm
from desk.history import fate
from desk.models import Invitation
from desk.views.base import ActView, DeskMixin, actor_of
from events.domain.responsible import events_of
from office import clock
from office.refusal import ActRefused


class Managers(ModelPermissionPolicy):
    """Who may do anything about colleagues: whoever holds the one permission for it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.has_perm(MANAGE))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return bool(user.has_perm(MANAGE))


class ColleaguesMixin(DeskMixin):
    model = User
    permission_policy = Managers(User)
    trail = ("colleagues:index", gettext_lazy("Colleagues"))


@dataclass(frozen=True)
class Line:
    """A colleague or an invitation, as the list shows them."""

    name: str
    email: str
    group: str
    notes: list[str]
    row: Any
    is_manageable: bool = True


class Colleagues(ColleaguesMixin, TemplateView):
    template_name = "desk/colleagues/index.html"
    header_icon = "group"
    page_title = gettext_lazy("Colleagues")
    trail = ("wagtailadmin_home", gettext_lazy("Home"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here, gone = self.users(is_active=True), self.users(is_active=False)
        return super().get_context_data(**kwargs) | {
            "here": [self._line(user) for user in here],
            "gone": [self._line(user) for user in gone],
            "invitations": [self._invited(row) for row in self.invitations()],
        }

    @cached_property
    def at(self) -> Any:
        return clock.now()

    @cached_property
    def granter(self) -> Granter:
        return Granter(self.request.user)

    def users(self, **which: bool) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        rows = User.objects.filter(**which).annotate(has_factor=Exists(factors))
        return rows.prefetch_related(
            "groups__permissions__content_type", "user_permissions__content_type"
        ).order_by("first_name", "last_name", "username")

    def invitations(self) -> QuerySet[Invitation]:
        rows = Invitation.objects.unanswered().select_related("group", "message", "invited_by")
        return rows.order_by("-invited_at")

    def _line(self, user: Any) -> Line:
        held = [groups.label(group.name) for group in user.groups.all()]
        return Line(
            name=name_of(user),
            email=user.email,
            group=", ".join(held) or (_("superuser") if user.is_superuser else "–"),
            notes=list(self._notes(user)),
            row=user,
            is_manageable=user.is_active and self.granter.may_manage(user),
        )

    def _notes(self, user: Any) -> Any:
        if user.last_login:
            when = words.moment(user.last_login, words.office_zone())
            yield _("last here %(when)s") % {"when": when}
        else:
            yield _("never signed in")
        if user.is_active:
            yield _("has a second factor") if user.has_factor else _("no second factor")

    def _invited(self, row: Invitation) -> Line:
        until = _("until %(when)s") if row.expires_at > self.at else _("ran out %(when)s")
        notes = [until % {"when": words.moment(row.expires_at, words.office_zone())}]
        if row.message:
            notes.append(_("mail: %(fate)s") % {"fate": fate(row.message)})
        name = f"{row.first_name} {row.last_name}".strip()
        return Line(name, row.email, groups.label(row.group.name), notes, row)


class Invite(ColleaguesMixin, ActView):
    form_class = ColleagueForm
    page_title = gettext_lazy("Invite a colleague")
    submit_label = gettext_lazy("Send the invitation")
    explanation = gettext_lazy(
        "They get a mail with a link that works for seven days. You can give what you may do "
        "yourself, and no more."
    )
    done = gettext_lazy("The invitation is on its way.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"granter": self.request.user}

    def act(self, form: Any) -> object:
        return inviting.invite(**form.cleaned_data, actor=actor_of(self.request))

    def get_success_url(self) -> str:
        return reverse("colleagues:index")


class ColleagueMixin(ColleaguesMixin):
    """A screen about one colleague, for whoever has every right of theirs."""

    @cached_property
    def colleague(self) -> User:
        found = get_object_or_404(User, pk=self.kwargs["pk"], is_active=True)
        if not may_manage(self.request.user, found):
            raise PermissionDenied
        return found

    @property
    def home(self) -> str:
        return reverse("colleagues:edit", args=[self.kwargs["pk"]])

    def steps(self) -> list[dict[str, Any]]:
        return [{"url": self.home, "label": name_of(self.colleague)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"colleague": self.colleague}

    def get_success_url(self) -> str:
        return reverse("colleagues:index")


class Change(ColleagueMixin, ActView):
    form_class = ColleagueForm
    template_name = "desk/colleagues/change.html"
    done = gettext_lazy("Saved.")

    def get_page_title(self) -> str:
        return name_of(self.colleague)

    def steps(self) -> list[dict[str, Any]]:
        return []

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"granter": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        user = self.colleague
        return {
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "group": user.groups.first(),
            "language": UserProfile.get_for_user(user).get_preferred_language(),
        }

    def act(self, form: Any) -> None:
        colleagues.change(self.colleague, **form.cleaned_data, actor=actor_of(self.request))


class Leave(ColleagueMixin, ActView):
    form_class = LeaveForm
    submit_label = gettext_lazy("End their access")
    serious = True
    done = gettext_lazy("Their access has ended.")
    explanation = gettext_lazy(
        "They are signed out at once and cannot sign in any more; invitations they sent are taken "
        "back. What they did stays in the log under their name. You can invite them again."
    )

    def get_page_title(self) -> str:
        return _("%(name)s works here no more") % {"name": name_of(self.colleague)}

    def get_form_kwargs(self) -> dict[str, Any]:
        has_events = events_of(self.colleague, only_coming=False).exists()
        more = {"colleague": self.colleague, "has_events": has_events}
        return super().get_form_kwargs() | more

    def act(self, form: Any) -> None:
        successor = form.cleaned_data.get("successor")
        colleagues.leave(self.colleague, successor=successor, actor=actor_of(self.request))


class ResetFactor(ColleagueMixin, ActView):
    form_class = forms.Form
    submit_label = gettext_lazy("Reset the second factor")
    serious = True
    done = gettext_lazy("Reset. They sign in with the password and add a new factor at once.")
    explanation = gettext_lazy(
        "For somebody who has lost phone or key and the recovery codes. Be sure that it is them "
        "who asks: call them, or see them. They are signed out everywhere and told by mail."
    )

    def get_page_title(self) -> str:
        return _("Reset the second factor of %(name)s") % {"name": name_of(self.colleague)}

    def act(self, form: Any) -> None:
        colleagues.reset_second_factor(self.colleague, actor=actor_of(self.request))


class OnInvitation(ColleaguesMixin, View):
    """A button beside an invitation."""

    http_method_names = ["post"]
    done: Any = ""

    def act(self, invitation: Invitation) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = get_object_or_404(Invitation, pk=self.kwargs["pk"])
        try:
            self.act(invitation)
        except ActRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, str(self.done))
        return redirect("colleagues:index")


class Resend(OnInvitation):
    done = gettext_lazy("A new link is on its way; the one before works no more.")

    def act(self, invitation: Invitation) -> None:
        inviting.resend(invitation, actor=actor_of(self.request))


class Revoke(OnInvitation):
    done = gettext_lazy("The invitation is taken back; its link works no more.")

    def act(self, invitation: Invitation) -> None:
        inviting.revoke(invitation, actor=actor_of(self.request))


def name_of(user: Any) -> str:
    return user.get_full_name() or user.get_username()
