from django.urls import path, re_path

from home import views

urlpatterns = [
    re_path(r"^was/?$", views.was, name="was"),
    re_path(r"^theme\.(?P<version_asked>[0-9a-f]{12})\.css$", views.theme, name="theme"),
    re_path(
        r"^share/(?P<pk>[0-9]+)\.(?P<version_asked>[0-9a-f]{12})\.png$",
        views.share,
        name="share_card",
    ),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
