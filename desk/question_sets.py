"""The menu item *Sets of questions*: questions kept to be used again."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from desk import question_urls
from desk.lists import DeskIndexView, ListViewSet
from desk.views.question_sets import AddSet, DiscardSet, RenameSet
from desk.views.questions import QuestionList
from events.models import QuestionSet

OF_A_SET: dict[str, Any] = {"owner_model": QuestionSet, "namespace": "question_sets"}


class QuestionSetIndex(DeskIndexView):
    default_ordering = "name"
    has_people = False

    def get_base_queryset(self) -> QuerySet[QuestionSet]:
        asked = Count("questions", filter=Q(questions__retired_at=None))
        return QuestionSet.objects.annotate(asked=asked)


class QuestionSetViewSet(ListViewSet):
    model = QuestionSet
    name = "question_sets"
    url_prefix = "question-sets"
    icon = "help"
    menu_label = _("Sets of questions")
    edit_route = True
    index_view_class = QuestionSetIndex
    search_fields = ["name"]
    list_display = ["name", Column("asked", label=_("Questions"))]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("new/", AddSet.as_view(), name="add"),
            path("<int:pk>/", QuestionList.as_view(**OF_A_SET), name="edit"),
            path("<int:pk>/rename/", RenameSet.as_view(), name="rename"),
            path("<int:pk>/discard/", DiscardSet.as_view(), name="discard"),
            path("<int:pk>/history/", self.history_view, name="history"),
            path("<int:pk>/history/results/", self.history_results_view, name="history_results"),
            *question_urls.patterns("<int:pk>/", **OF_A_SET),
        ]
