"""Stylesheets of the centres' own colours: /theme/<site>-<hash>.css."""

from django.urls import path

from . import views

urlpatterns = [path("<int:site_id>-<slug:digest>.css", views.theme, name="theme")]
