from django.urls import URLPattern, path

from .posters import sharing
from .views import switching

urlpatterns: list[URLPattern] = [
    path("furigana/<str:wish>/<path:back>", switching.furigana, name="furigana"),
    path("share/<int:page>.png", sharing.share, name="share"),
]
