from django.urls import path, re_path

from home import views

urlpatterns = [
    re_path(r"^was/?$", views.was, name="was"),
    re_path(r"^theme\.(?P<version_asked>[0-9a-f]{12})\.css$", views.theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
]
