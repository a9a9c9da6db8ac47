"""The pattern page, at /pattern/ where the settings show it."""

from django.urls import path

from . import views

urlpatterns = [path("", views.pattern, name="pattern")]
