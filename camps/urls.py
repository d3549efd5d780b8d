from django.urls import path

from camps import views

urlpatterns = [
    path("events/<int:pk>/", views.event, name="event"),
]
