from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks

from desk import log_actions, page_hooks
from desk.colleagues import ColleagueViewSet
from desk.first_steps import panel_for
from desk.log_viewset import LogViewSet, log_menu_item
from desk.today import CheckInPanel, TodayPanel
from desk.views import find
from desk.viewsets import OfficeGroup
from desk.watch_panel import WatchPanel

SHEETS = ["tokens", "desk_colours", "desk", "desk_door"]

hooks.register("register_log_actions", log_actions.register)
hooks.register("register_account_settings_panel", WatchPanel)
hooks.register("after_create_page", page_hooks.add_date_after_saving)
hooks.register("after_edit_page", page_hooks.add_date_after_saving)
hooks.register("after_edit_page", page_hooks.open_dates_after_approving)
hooks.register("after_publish_page", page_hooks.open_dates_after_publishing)
hooks.register("before_unpublish_page", page_hooks.ask_before_unpublishing)
hooks.register("before_delete_page", page_hooks.ask_before_deleting)
hooks.register("before_bulk_action", page_hooks.ask_before_bulk)


@hooks.register("register_admin_viewset")
def office_group() -> OfficeGroup:
    return OfficeGroup()


@hooks.register("register_admin_viewset")
def colleagues() -> ColleagueViewSet:
    return ColleagueViewSet()


@hooks.register("register_admin_viewset")
def log() -> LogViewSet:
    return LogViewSet()


@hooks.register("register_account_menu_item")
def how_one_signs_in(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("mfa_index"),
        "label": _("How you sign in"),
        "help_text": _("Second factor, passkeys, recovery codes, password."),
    }


@hooks.register("construct_help_menu")
def only_our_own_help(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's leads to pages in English on other sites."""
    items[:] = [item for item in items if not item.url.startswith("http")]


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    sheets = [[static(f"css/{name}.css")] for name in SHEETS]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Any]) -> None:
    if panel := panel_for(request.user):
        panels.append(panel)


@hooks.register("construct_homepage_panels")
def today(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm("events.view_registration"):
        panels.append(TodayPanel())
    elif request.user.has_perm("events.add_checkin"):
        panels.append(CheckInPanel())


hooks.register("register_admin_search_area", find.area)
hooks.register("register_admin_urls", find.urls)
hooks.register("register_reports_menu_item", log_menu_item)
