from django.urls import URLPattern, path

from .views import trying

urlpatterns: list[URLPattern] = [path("furigana/", trying.try_out, name="try_furigana")]
