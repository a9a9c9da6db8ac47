"""Off hides and never deletes; on again, everything is back."""

import inspect
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page, Site

from cms.plugin_api import Demo, Plugin, Schedule
from cms.plugin_host import services

from .subject import MOMENT, Subject


class SwitchingContract(Subject):
    def test_on_brings_all_that_it_contributes(self, on: Site) -> None:
        assert len(self.everything(on, running=True)) == len(self.everything())

    def test_off_takes_all_that_it_contributes(self, off: Site) -> None:
        assert self.everything(off, running=True) == []

    def test_off_and_on_again_keeps_every_row(self, on: Site) -> None:
        self.fill(on)
        before, pages = self.rows(), list(Page.objects.order_by("pk").values())
        self.switch_off(on)
        assert self.rows() == before
        services.enable(slug=self.slug, site=on, now=timezone.now())
        assert self.rows() == before
        assert list(Page.objects.order_by("pk").values()) == pages

    def test_its_demo_leaves_alone_what_is_there(self, on: Site) -> None:
        self.fill(on)
        before = {label: len(rows) for label, rows in self.rows().items()}
        self.fill(on)
        assert {label: len(rows) for label, rows in self.rows().items()} == before

    def test_its_demo_fills_something(self, on: Site) -> None:
        pages = Page.objects.count()
        self.fill(on)
        filled = any(self.rows().values()) or Page.objects.count() > pages
        assert filled or not self.contributed(Demo)

    def test_its_schedules_can_run_twice(self, on: Site) -> None:
        self.fill(on)
        for schedule in self.contributed(Schedule):
            assert isinstance(schedule, Schedule)
            takes_site = "site" in inspect.signature(schedule.run).parameters
            for _ in range(2):
                schedule.run(now=MOMENT, **({"site": on} if takes_site else {}))

    def test_it_says_how_it_is_and_what_it_holds(self, on: Site, config: Plugin) -> None:
        self.fill(on)
        assert all(str(text) for text in [*config.health(on), *config.stops(on)])
        data = config.data(on)
        assert data is None or all(isinstance(count, int) for count in data.values())

    def test_what_it_exports_is_ready_for_json(self, on: Site, config: Plugin) -> None:
        self.fill(on)
        json.dumps(config.export(on), cls=DjangoJSONEncoder)
