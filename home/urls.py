from django.urls import path, re_path

from home import views

urlpatterns = [
    re_path(r"^was/?$", views.was, name="was"),
    path("robots.txt", views.robots, name="robots"),
]
