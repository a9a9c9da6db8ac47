from django.urls import URLPattern, path

from .plain import staff as plain
from .posters import staff as posters
from .views import languages, report, translating, trying

_PAGE = "pages/<int:page_id>/"
_LANGUAGE = f"{_PAGE}<str:language>/"

urlpatterns: list[URLPattern] = [
    path("furigana/", trying.try_out, name="try_furigana"),
    path("translations/", report.TranslationsView.as_view(), name="translations"),
    path("translations/<str:kind>/", report.TranslationsView.as_view(), name="translations_file"),
    path(_PAGE, languages.LanguagesView.as_view(), name="page_languages"),
    path(_LANGUAGE, translating.TranslateView.as_view(), name="translate"),
    path(f"{_LANGUAGE}preview/", translating.PreviewView.as_view(), name="translation_preview"),
    path(f"{_LANGUAGE}changes/", translating.ChangesView.as_view(), name="translation_changes"),
    path(f"{_LANGUAGE}free/", translating.FreeView.as_view(), name="free_translation"),
    path("plain/<int:page>/", plain.report, name="plain"),
    path("posters/<int:event>/", posters.posters, name="posters"),
    path("posters/<int:event>/all.<str:kind>", posters.everything, name="all_posters"),
    path("posters/<int:event>/<slug:code>/<slug:layout>.<str:kind>", posters.poster, name="poster"),
]
