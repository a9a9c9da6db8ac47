"""Activities and the list that they stand below."""

from __future__ import annotations

import factory
import wagtail_factories
from wagtail.models import Locale

from activities import models
from activities.choices import PartnerRole, Pillar
from cms.core.models import Keyword

from .organisations import default_site


class ActivityIndexFactory(wagtail_factories.PageFactory):
    """A live list of activities below the home page."""

    class Meta:
        model = models.ActivityIndexPage

    title = "活動をさがす"
    slug = "activities"
    parent = factory.LazyFunction(lambda: default_site().root_page)
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="ja"))


class ActivityFactory(wagtail_factories.PageFactory):
    """A live activity. Traits: draft, ongoing, twenty_years, full (one row of every kind of fact)."""

    class Meta:
        model = models.ActivityPage

    class Params:
        draft = factory.Trait(live=False)
        going_on = factory.Trait(ongoing=True, end_fy=None)
        twenty_years = factory.Trait(start_fy=2001, end_fy=2020)

    title = factory.Sequence(lambda n: f"活動{n}")
    slug = factory.Sequence(lambda n: f"activity-{n}")
    summary = "地域の人といっしょに取り組んだ。"
    reading = factory.Sequence(lambda n: f"かつどう{n}")
    start_fy = 2010
    end_fy = 2012
    parent = factory.LazyFunction(lambda: models.ActivityIndexPage.objects.first() or ActivityIndexFactory())
    locale = factory.LazyAttribute(lambda o: o.parent.locale)


def with_facts(page: models.ActivityPage, *, organisation: object = None, keyword: str = "協働") -> models.ActivityPage:
    """Give an activity one row of every kind of fact, and publish it."""
    page.pillar_periods.add(models.PillarPeriod(pillar=Pillar.OWN_PROGRAMME))
    page.partner_lines.add(
        models.PartnerLine(organisation=organisation, name="" if organisation else "町の会", role=PartnerRole.COHOSTED)
    )
    page.numbers.add(models.NumberLine(label="参加者", number="約90人"))
    page.outcomes.add(models.Outcome(text="合格した生徒がいた。", consent=True))
    page.keywords.add(Keyword.objects.get_or_create(name=keyword, defaults={"slug": keyword})[0])
    page.partner_kinds = ["npo", "government"]
    page.save_revision().publish()
    return models.ActivityPage.objects.get(pk=page.pk)


def follow(later: models.ActivityPage, earlier: models.ActivityPage) -> None:
    """Make one activity the predecessor of another, and publish that."""
    later.predecessor_links.add(models.PredecessorLink(predecessor=earlier))
    later.save_revision().publish()
