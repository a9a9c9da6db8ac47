from django.db import models

from cms.core.models import Keyword

Keyword.add_to_class("of_a_plugin", models.BooleanField(default=False))
