"""A list of grants with pages, to fill."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core.cache import cache
from wagtail.models import Page, Site

from plugins.grants.japan_time import JAPAN
from plugins.grants.models import Funder, GrantCall, GrantIndexPage, GrantPage, GrantProgramme

#: Noon in Japan on a Thursday.
NOW = datetime(2026, 11, 26, 12, tzinfo=JAPAN)
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


@pytest.fixture
def site(db) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def index(site) -> GrantIndexPage:
    root = Page.objects.get(pk=site.root_page_id).specific
    page = GrantIndexPage(title="助成金をさがす", slug="grants-here", locale=root.locale)
    root.add_child(instance=page)
    return page


@pytest.fixture
def funder(site) -> Funder:
    return Funder.objects.create(site=site, name="架橋財団", reading="かきょうざいだん", name_en="Kakyo Foundation")


@pytest.fixture
def grant(index, funder) -> Make:
    """Make a grant with its page; further arguments are its facts."""

    def make(name: str = "はじめの一歩助成", **facts: Any) -> GrantProgramme:
        number = GrantPage.objects.child_of(index).count() + 1
        page = GrantPage(
            title=name, slug=f"grant-{number}", summary="小さな団体のための助成です。", locale=index.locale
        )
        GrantIndexPage.objects.get(pk=index.pk).add_child(instance=page)
        return GrantProgramme.objects.create(
            site=funder.site, funder=funder, name=name, page_key=page.translation_key, **facts
        )

    return make


@pytest.fixture
def call() -> Make:
    """Make a call of a grant; days as text, "2026-12-01"."""

    def make(programme: GrantProgramme, **facts: Any) -> GrantCall:
        for name in ("opens_on", "closes_on", "decision_on"):
            if isinstance(facts.get(name), str):
                facts[name] = date.fromisoformat(facts[name])
        if isinstance(facts.get("closes_time"), str):
            facts["closes_time"] = time.fromisoformat(facts["closes_time"])
        return GrantCall.objects.create(programme=programme, **facts)

    return make
