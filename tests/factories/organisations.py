"""Organisations, their words and the pages that list them."""

from __future__ import annotations

from typing import Any

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from wagtail.models import Locale, Site

from activities.organisations import models
from cms.core.models import StaffRole


def default_site() -> Site:
    return Site.objects.select_related("root_page").get(is_default_site=True)


def staff(role: str) -> Any:
    """A member of one of the staff groups, with the permissions that a new database gives it."""
    user = get_user_model().objects.create_user(username=f"{role}-{StaffRole.objects.count()}", password="long enough")
    user.groups.add(StaffRole.objects.get(key=role).group)
    return user


class OrganisationTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.OrganisationText

    class Params:
        code = "ja"

    locale = factory.LazyAttribute(lambda o: Locale.objects.get_or_create(language_code=o.code)[0])
    summary = "地域の困りごとに取り組む。"
    live = True


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A published organisation of the default site. Traits: draft (no published words), network, english."""

    class Meta:
        model = models.Organisation
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(text=None)
        network = factory.Trait(kind=models.Kind.NETWORK)
        english = factory.Trait(name_en=factory.Sequence(lambda n: f"Organisation {n}"))

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"団体{n}")
    kana = "だんたい"
    slug = factory.Sequence(lambda n: f"dantai-{n}")
    text = factory.RelatedFactory(OrganisationTextFactory, factory_related_name="organisation")


class DirectoryFactory(wagtail_factories.PageFactory):
    """A live directory below the home page."""

    class Meta:
        model = models.OrganisationDirectoryPage

    title = "団体をさがす"
    slug = factory.Sequence(lambda n: f"organisations-{n}")
    parent = factory.LazyFunction(lambda: default_site().root_page)
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="ja"))
