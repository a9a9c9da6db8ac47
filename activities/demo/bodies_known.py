"""Finds or makes the bodies that activities name: organisations, departments, programmes, areas."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.apps import apps

from . import texts


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


class KnownBodies:
    """What the directory has, by slug and by every name; departments and programmes are added where they lack."""

    def __init__(self, site: Any) -> None:
        self.site = site
        Organisation = apps.get_model("organisations.Organisation")
        self._by_slug: dict[str, Any] = {}
        self._by_name: dict[str, Any] = {}
        for organisation in Organisation.objects.for_site(site):
            self._by_slug[organisation.slug] = organisation
            for name in (organisation.name, *organisation.other_names):
                self._by_name.setdefault(_plain(name), organisation)

    def by_slug(self, slug: str) -> Any:
        return self._by_slug.get(slug)

    def by_name(self, name: str) -> Any:
        return self._by_name.get(_plain(name))

    def department(self, owner: str, name: str | None) -> Any:
        """The department of a body in the directory; None where the body is not there."""
        organisation = self.by_name(owner)
        if organisation is None or not name:
            return None
        Department = apps.get_model("organisations.Department")
        return Department.objects.get_or_create(organisation=organisation, name=name)[0]

    def programme(self, owner: str, words: str | None) -> Any:
        """The programme that the words of a source name."""
        organisation = self.by_name(owner)
        name = next((name for body, name in texts.PROGRAMMES if body == owner and words and name in words), None)
        if organisation is None or name is None:
            return None
        return apps.get_model("organisations.Programme").objects.get_or_create(owner=organisation, name=name)[0]

    def link_renamed_departments(self) -> None:
        """Make the later name the successor of the earlier one."""
        for owner, old, new in texts.RENAMED:
            former, successor = self.department(owner, old), self.department(owner, new)
            if former and successor and former.successor_id is None:
                former.successor = successor
                former.save()

    def area(self, name: str) -> Any:
        """The area of that name, made for this site where it lacks."""
        reading, name_en = texts.AREAS[name]
        Area = apps.get_model("organisations.Area")
        known = Area.objects.filter(name=name, site=self.site).first() or Area.objects.filter(name=name).first()
        return known or Area.objects.create(site=self.site, name=name, reading=reading, name_en=name_en)
