from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.core import schedules


class Command(BaseCommand):
    help = "Run the schedules that are due. For cron, every minute, where there is no Celery."

    def handle(self, *args: Any, **options: Any) -> None:
        ran = schedules.run_due(now=timezone.now())
        self.stdout.write("\n".join(ran) or "Nothing is due.")
