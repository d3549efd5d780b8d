"""*Ready to open?*: what has to be in order before the public comes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from desk.domain import mail_test, ready
from desk.forms.ready import CodeForm
from desk.models import MailTest
from desk.views.base import DeskMixin
from office import clock
from office.models import Office
from office.refusal import ActRefused

PERMISSION = "office.view_office"


class ReadyMixin(DeskMixin):
    model = Office
    permission = PERMISSION
    request: HttpRequest

    @property
    def user(self) -> User:
        assert isinstance(self.request.user, User)  # noqa: S101 -- nobody else gets in
        return self.request.user

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class Ready(ReadyMixin, TemplateView):
    template_name = "desk/ready.html"
    page_title = gettext_lazy("Ready to open?")
    header_icon = "tasks"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = ready.checks_for(self.user, clock.now())
        form = kwargs.pop("form", None) or CodeForm(initial={"code": self.request.GET.get("code")})
        return super().get_context_data(**kwargs) | {
            "checks": found,
            "missing": sum(not it.is_ok for it in found),
            "form": form,
            "test": MailTest.objects.filter(user=self.user).first(),
            "address": self.user.email,
            "at": clock.now(),
        }


class SendTest(ReadyMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            mail_test.send(self.user)
        except ActRefused as refused:
            messages.error(request, str(refused))
        else:
            told = {"address": self.user.email}
            messages.success(request, _("A mail to %(address)s is on its way.") % told)
        return redirect(reverse("ready:index") + "#mail")


class ReadTest(Ready):
    """The code comes back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                mail_test.arrived(self.user, form.cleaned_data["code"])
            except ActRefused as refused:
                form.add_error("code", str(refused))
            else:
                messages.success(request, _("Mail arrives."))
                return redirect("ready:index")
        return self.render_to_response(self.get_context_data(form=form))


class ReadyViewSet(ViewSet):
    name = "ready"
    icon = "tasks"
    menu_label = gettext_lazy("Ready to open?")

    class menu_item_class(MenuItem):  # noqa: N801 -- Wagtail's name for it
        def is_shown(self, request: Any) -> bool:
            return bool(request.user.has_perm(PERMISSION))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", Ready.as_view(), name="index"),
            path("send/", SendTest.as_view(), name="send"),
            path("arrived/", ReadTest.as_view(), name="arrived"),
        ]
