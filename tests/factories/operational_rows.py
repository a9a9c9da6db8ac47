"""Every operational row, to be compared before and after what must change none."""

from __future__ import annotations

import json

from django.apps import apps
from django.core import serializers

LABELS = ("event_registration", "mail")


def operational_rows() -> dict[str, str]:
    """Return all rows of registration and mail as they are in the database, by model."""
    models = [model for label in LABELS for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: json.dumps(
            json.loads(serializers.serialize("json", model._default_manager.order_by("pk"))), sort_keys=True
        )
        for model in models
    }
