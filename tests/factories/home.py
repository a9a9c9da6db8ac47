"""Pages of the home app."""

from datetime import date

import factory
import wagtail_factories
from wagtail.models import Locale, Page, Site

from home import models


def home_page(code: str = "ja") -> models.HomePage:
    """The home page that the migrations made, in a language."""
    root = Site.objects.get(is_default_site=True).root_page
    return models.HomePage.objects.get(translation_key=root.translation_key, locale__language_code=code)


class BelowHome(wagtail_factories.PageFactory):
    """A page below the home page of its language; `code` is that language."""

    class Meta:
        abstract = True

    class Params:
        code = "ja"
        draft = factory.Trait(live=False)

    parent = factory.LazyAttribute(lambda o: home_page(o.code))
    locale = factory.LazyAttribute(lambda o: Locale.objects.get(language_code=o.code))


class StandardPageFactory(BelowHome):
    class Meta:
        model = models.StandardPage

    title = factory.Sequence(lambda n: f"ページ{n}")
    slug = factory.Sequence(lambda n: f"page-{n}")


class GuideIndexPageFactory(BelowHome):
    class Meta:
        model = models.GuideIndexPage

    title = "案内"
    slug = "guides"


class GuidePageFactory(BelowHome):
    class Meta:
        model = models.GuidePage

    class Params:
        three_steps = factory.Trait(steps=[
            ("step", {"title": f"段階{n}", "summary": "", "body": [("text", f"<p>本文{n}</p>")]}) for n in (1, 2, 3)
        ])  # fmt: skip

    parent = factory.LazyAttribute(
        lambda o: (
            models.GuideIndexPage.objects.filter(locale__language_code=o.code).first()
            or GuideIndexPageFactory(code=o.code)
        )
    )
    title = factory.Sequence(lambda n: f"案内{n}")
    slug = factory.Sequence(lambda n: f"guide-{n}")
    lead = "読めばわかります。"


class NewsIndexPageFactory(BelowHome):
    class Meta:
        model = models.NewsIndexPage

    title = "お知らせ"
    slug = "news"


class NewsPageFactory(BelowHome):
    class Meta:
        model = models.NewsPage

    parent = factory.LazyAttribute(
        lambda o: (
            models.NewsIndexPage.objects.filter(locale__language_code=o.code).first()
            or NewsIndexPageFactory(code=o.code)
        )
    )
    title = factory.Sequence(lambda n: f"お知らせ{n}")
    slug = factory.Sequence(lambda n: f"news-{n}")
    date = date(2026, 4, 1)
    lead = "お知らせです。"


class PublicationIndexPageFactory(BelowHome):
    class Meta:
        model = models.PublicationIndexPage

    title = "刊行物"
    slug = "publications"


class PublicationPageFactory(BelowHome):
    class Meta:
        model = models.PublicationPage

    parent = factory.LazyAttribute(
        lambda o: (
            models.PublicationIndexPage.objects.filter(locale__language_code=o.code).first()
            or PublicationIndexPageFactory(code=o.code)
        )
    )
    title = factory.Sequence(lambda n: f"報告書{n}")
    slug = factory.Sequence(lambda n: f"publication-{n}")


class GlossaryPageFactory(BelowHome):
    class Meta:
        model = models.GlossaryPage

    title = "ことば"
    slug = "words"


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.GlossaryTerm

    class Params:
        english = factory.Trait(term_en=factory.Sequence(lambda n: f"word{n}"), definition_en="What it means.")

    term = factory.Sequence(lambda n: f"用語{n}")
    reading = "ようご"
    definition = "くわしい説明。"
    plain_definition = "やさしい説明。"


def private(page: Page) -> Page:
    """Let only people with a password see the page."""
    page.view_restrictions.create(restriction_type="password", password="secret")
    return page
