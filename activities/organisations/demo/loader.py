"""Load the demo's 32 organisations, 12 networks and three directories; what is there already is left alone.

They are real bodies, described from what is published. Nobody has confirmed it with them, so none has a day of
verification.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.html import format_html
from wagtail.models import Locale, Page

from activities.organisations import models
from activities.organisations.models.choices import Kind
from cms.core.models import Keyword
from cms.plugin_api import DemoContext

from . import details

HERE = Path(__file__).parent


def facts(name: str) -> list[dict[str, Any]]:
    """The items of one of the files beside this module."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))["items"]


def load(context: DemoContext) -> None:
    """Load everything, in the order of what points at what."""
    loader = _Loader(context)
    for item in facts("organisations"):
        loader.organisation(item)
    for item in facts("networks"):
        loader.network(item)
    loader.departments()
    loader.programmes()
    loader.directories()
    context.say(f"{models.Organisation.objects.for_site(context.site).count()} organisations")


class _Loader:
    """Holds what all rows need: the site, the languages, areas and subjects by name."""

    def __init__(self, context: DemoContext) -> None:
        self.context = context
        self.site = context.site
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("ja", "en")}
        self.sources = {item["id"]: item for item in facts("sources")}
        self.areas = {name: self._named(models.Area, name, *row) for name, row in details.AREAS.items()}
        self.domains = {name: self._named(models.Domain, name, *row) for name, row in details.DOMAINS.items()}
        self.keywords = {name: self._keyword(name, *row) for name, row in details.DOMAINS.items()}

    def _named(self, model: Any, name: str, reading: str, name_en: str) -> Any:
        row, _made = model.objects.get_or_create(
            site=self.site, name=name, defaults={"reading": reading, "name_en": name_en}
        )
        return row

    def _keyword(self, name: str, reading: str, name_en: str) -> Keyword:
        keyword, made = Keyword.objects.get_or_create(name=name, defaults={"reading": reading, "name_en": name_en})
        if not made and not keyword.reading:
            keyword.reading, keyword.name_en = reading, keyword.name_en or name_en
            keyword.save()
        return keyword

    def _existing(self, slug: str) -> models.Organisation | None:
        return models.Organisation.objects.filter(site=self.site, slug=slug).first()

    def organisation(self, item: dict[str, Any]) -> None:
        if self._existing(item["id"]):
            return
        kana, npo_fields, targets = details.ORGANISATIONS[item["id"]]
        areas = details.SEVERAL_AREAS.get(item["area"] or "", (item["area"],) if item["area"] else ())
        row = models.Organisation(
            site=self.site, slug=item["id"], name=item["name_ja"], name_en=item["name_en"], kana=kana,
            aliases="\n".join(_plain(alias) for alias in item.get("aliases", ())),
            kind=details.KINDS[item["kind"]], legal_form=_plain(item["legal_form"] or item.get("legal_form_page", "")),
            is_intermediary=item["role"] in details.INTERMEDIARY_ROLES, targets=targets,
            targets_en=details.TARGETS_EN.get(targets, ""),
        )  # fmt: skip
        summary = details.SUMMARIES.get(item["id"], (item["summary_ja"], item["summary_en"]))
        self._save(row, areas, item["domains"], npo_fields, summary, item["sources"])
        if row.kind == Kind.NETWORK:
            models.NetworkProfile.objects.create(
                organisation=row, pattern="mission", purposes="\n".join(item["domains"])
            )

    def network(self, item: dict[str, Any]) -> None:
        if self._existing(item["id"]):
            return
        kana, areas, domains, npo_fields = details.NETWORKS[item["id"]]
        row = models.Organisation(
            site=self.site, slug=item["id"], name=item["name_ja"], name_en=item["name_en"], kana=kana,
            aliases="\n".join(item.get("aliases", ())), kind=Kind.NETWORK,
        )  # fmt: skip
        self._save(row, areas, domains, npo_fields, _network_summary(item), item["sources"])
        ended = item.get("ended_fy")
        models.NetworkProfile.objects.create(
            organisation=row, pattern=item["pattern"], purposes="\n".join(item["purpose_keywords"]),
            member_kinds="\n".join(item["member_kinds"]), outputs="\n".join(item.get("outputs", ())),
            started_fy=item.get("started_fy"), ended_fy=ended, ongoing=ended is None,
        )  # fmt: skip
        for order, meeting in enumerate(item["meetings"]):
            self._meeting(row, meeting, order)
        self._members(row, item)

    def _save(
        self,
        row: models.Organisation,
        areas: Any,
        domains: Any,
        npo_fields: Any,
        summary: tuple[str, str],
        sources: Any,
    ) -> None:
        row.save()
        row.areas.set([self.areas[name] for name in areas])
        row.domains.set([self.domains[name] for name in domains])
        row.npo_fields.set(models.NpoField.objects.filter(number__in=npo_fields))
        row.save()
        for name in domains:
            models.OrganisationKeyword.objects.create(tag=self.keywords[name], content_object=row)
        for code, text in zip(("ja", "en"), summary, strict=True):
            words = models.OrganisationText(
                organisation=row,
                locale=self.locales[code],
                summary=text,
                notes=self._sources(sources, code),
                live=False,
            )
            words.save()
            words.save_revision().publish()
        # Its words are published now: what the search knows about it is written again.
        row.save()

    def _sources(self, ids: list[str], code: str) -> str:
        label = "出典：" if code == "ja" else "Source: "
        rows = [self.sources[key] for key in ids if key in self.sources]
        return "".join(
            format_html("<p>{}{} ({})</p>", label, row[f"title_{code}"], row[f"publisher_{code}"]) for row in rows
        )

    def _meeting(self, row: models.Organisation, item: dict[str, Any], order: int) -> None:
        approximate = item.get("per_year_approx")
        models.NetworkMeeting.objects.create(
            organisation=row, body=item["body"], per_year=approximate or item.get("per_year"),
            is_approximate=approximate is not None, rhythm=item.get("per_year_text", ""), size=item.get("size"),
            note=item.get("who", "") or ("それぞれ" if item.get("each") else ""), sort_order=order,
        )  # fmt: skip

    def _members(self, row: models.Organisation, item: dict[str, Any]) -> None:
        order = 0
        for slug, name, note in details.MEMBERS.get(item["id"], ()):
            organisation = self._existing(slug) if slug else None
            models.NetworkMember.objects.create(
                network=row, organisation=organisation, name=name, note=note, sort_order=order
            )
            order += 1
        for key, (name, approximate) in details.COUNTED.items():
            if key not in item["members"]:
                continue
            models.NetworkMember.objects.create(
                network=row, name=name, count=item["members"][key], sort_order=order,
                is_approximate=approximate or (key == "groups" and item["id"] in details.APPROXIMATE_GROUPS),
            )  # fmt: skip
            order += 1

    def departments(self) -> None:
        for slug, rows in details.DEPARTMENTS.items():
            owner = self._existing(slug)
            made: dict[str, models.Department] = {}
            for name, name_en, from_fy, to_fy, _successor in rows:
                made[name], _new = models.Department.objects.get_or_create(
                    organisation=owner, name=name, defaults={"name_en": name_en, "from_fy": from_fy, "to_fy": to_fy}
                )
            for name, *_rest, successor in rows:
                if successor and made[name].successor_id is None:
                    made[name].successor = made[successor]
                    made[name].save()

    def programmes(self) -> None:
        for slug, rows in details.PROGRAMMES.items():
            owner = self._existing(slug)
            for name, name_en, tracks, aliases, _renamed in rows:
                models.Programme.objects.get_or_create(
                    owner=owner, name=name,
                    defaults={"name_en": name_en, "tracks": "\n".join(tracks), "aliases": "\n".join(aliases)},
                )  # fmt: skip

    def directories(self) -> None:
        homes = {page.locale.language_code: page for page in self.context.home.get_translations(inclusive=True)}
        for slug, title, title_en, introduction, introduction_en, choice in details.DIRECTORIES:
            japanese = self._directory(homes.get("ja"), slug, title, introduction, choice, None)
            self._directory(homes.get("en"), slug, title_en, introduction_en, choice, japanese)

    def _directory(
        self, home: Page | None, slug: str, title: str, introduction: str, choice: dict[str, Any], source: Page | None
    ) -> Page | None:
        if home is None:
            return None
        existing = models.OrganisationDirectoryPage.objects.child_of(home).filter(slug=slug).first()
        if existing:
            return existing
        # The home page may have got children since it was loaded.
        home = home.specific_class.objects.get(pk=home.pk)
        page = models.OrganisationDirectoryPage(
            title=title, slug=slug, introduction=introduction, locale=home.locale, **choice
        )
        if source is not None:
            page.translation_key = source.translation_key
        home.add_child(instance=page)
        page.save_revision().publish()
        return page


def _plain(name: str) -> str:
    """A name without the note in brackets that says where it was found."""
    return name.split("(")[0].strip()


def _network_summary(item: dict[str, Any]) -> tuple[str, str]:
    """A sentence in Japanese and in English from the facts of a network."""
    purposes = "、".join(f"「{word}」" for word in item["purpose_keywords"])
    kinds = "、".join(item["member_kinds"])
    japanese = f"{purposes}のためのつながり。" + (f"{kinds}などが加わる。" if kinds else "")
    english = {
        "mission": "A network in which different people work on one task together.",
        "enabling": "A network that makes exchange and joint work between its members possible.",
    }[item["pattern"]]
    return japanese, english
