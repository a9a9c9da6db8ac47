"""The Celery application. Celery only wakes workers: a row in the database is always the truth."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init

from cms.stack import lost_acknowledgements, redis_ladder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")

lost_acknowledgements.let_go()
app = Celery("kakehashi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def have_redis(**_signal: object) -> None:
    """Start this machine's own Redis before worker or beat connects, where `REDIS_URL` names none and none runs."""
    if not app.conf.broker_url.startswith("redis"):
        return
    try:
        url = redis_ladder.ensure(os.environ)
    except redis_ladder.NoRedis as reason:
        raise SystemExit(f"Celery needs a Redis, and none could be started: {reason}") from None
    app.conf.broker_url = redis_ladder.for_celery(redis_ladder.in_database(url, 0))
