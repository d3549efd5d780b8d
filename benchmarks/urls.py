"""The product's addresses and the ceiling: a view that does nothing."""

from config.urls import *  # noqa: F403
from config.urls import urlpatterns
from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("as little as Django can do")


urlpatterns = [path("bare/", bare), *urlpatterns]
