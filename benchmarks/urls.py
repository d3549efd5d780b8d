"""The product's addresses and the ceiling: a view that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("as little as Django can do")


urlpatterns = [path("bare/", bare), *urlpatterns]
