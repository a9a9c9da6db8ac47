from django.urls import URLPattern, path

from .views import switching

urlpatterns: list[URLPattern] = [
    path("furigana/<str:wish>/<path:back>", switching.furigana, name="furigana"),
]
