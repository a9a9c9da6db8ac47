from django.urls import re_path

urlpatterns = [re_path(r"^(unclosed", lambda request: None, name="unclosed")]  # type: ignore[arg-type,return-value]
