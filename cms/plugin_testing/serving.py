"""What visitors and staff get, with the plugin on, off, and failing."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, NoReturn
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Site

from cms.core import letter_sections
from cms.plugin_api import (
    ApiEndpoint,
    Contribution,
    EventPanel,
    LetterContext,
    NewsletterSection,
    Registry,
    Report,
)
from events.registration.models import Event

from .subject import MOMENT, Subject

LANGUAGES = ("ja", "en")


class Sabotaged(Exception):
    """What every function of the plugin raises while a test sabotages it."""


class ServingContract(Subject):
    @pytest.fixture
    def staff(self, client: Client, db: None) -> Client:
        client.force_login(
            get_user_model().objects.create_superuser("contract", "contract@example.org", "a long password")
        )
        return client

    @pytest.fixture
    def sabotaged(self, on: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
        """The plugin is on, and whatever of it is called raises."""
        loaded = Registry.loaded
        monkeypatch.setattr(Registry, "loaded", staticmethod(lambda kind: tuple(map(self._raising, loaded(kind)))))
        cache.clear()
        yield on
        cache.clear()

    def _raising(self, contribution: Contribution) -> Contribution:
        if contribution.plugin != self.slug:
            return contribution
        functions = [field.name for field in fields(contribution) if _is_function(getattr(contribution, field.name))]
        changed: dict[str, Any] = dict.fromkeys(functions, _raise)
        if isinstance(contribution, EventPanel):
            changed["panel"] = None  # the workspace asks it for its heading and its form
        return replace(contribution, **changed)

    def test_its_public_pages_answer_in_both_languages(self, on: Site, client: Client) -> None:
        self.fill(on)
        for name in self.names_without_arguments("public"):
            for language in LANGUAGES:
                with translation.override(language):
                    url = reverse(name)
                assert client.get(url, headers={"accept-language": language}).status_code == 200, url

    def test_its_public_pages_answer_while_there_is_nothing(self, on: Site, client: Client) -> None:
        for name in self.names_without_arguments("public"):
            assert client.get(reverse(name)).status_code == 200, name

    def test_its_public_pages_are_gone_when_it_is_off(self, off: Site, client: Client) -> None:
        for name in self.names_without_arguments("public"):
            assert client.get(reverse(name)).status_code == 404, name

    def test_its_api_answers_when_it_is_on_and_is_gone_when_it_is_off(self, on: Site, client: Client) -> None:
        endpoints = [each for each in self.contributed(ApiEndpoint) if isinstance(each, ApiEndpoint)]
        addresses = [f"/api/v1/plugins/{self.slug}/{endpoint.name}/" for endpoint in endpoints]
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
        self.switch_off(on)
        assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)

    def test_its_admin_pages_answer_and_are_gone_when_it_is_off(self, on: Site, staff: Client) -> None:
        self.fill(on)
        names = list(self.names_without_arguments("admin"))
        assert [staff.get(reverse(name)).status_code for name in names] == [200] * len(names)
        self.switch_off(on)
        assert [staff.get(reverse(name)).status_code for name in names] == [404] * len(names)

    def test_its_reports_lead_to_a_page(self, on: Site, staff: Client) -> None:
        names = [report.url_name for report in self.contributed(Report) if isinstance(report, Report)]
        assert [staff.get(reverse(name)).status_code for name in names] == [200] * len(names)

    def test_its_event_panels_can_be_opened_and_are_gone_when_it_is_off(
        self, on: Site, staff: Client, event: Event
    ) -> None:
        assert {staff.get(address).status_code for address in self._screens(event)} <= {200}
        self.switch_off(on)
        assert {staff.get(address).status_code for address in self._screens(event)} <= {404}

    def test_the_workspace_of_an_event_answers_in_both_languages_with_it(
        self, on: Site, staff: Client, event: Event
    ) -> None:
        for language in LANGUAGES:
            assert staff.get(self._workspace(event), headers={"accept-language": language}).status_code == 200

    def test_the_workspace_of_an_event_answers_when_all_of_it_raises(
        self, sabotaged: Site, staff: Client, event: Event
    ) -> None:
        assert staff.get(self._workspace(event)).status_code == 200

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_none_of_its_letter_sections_is_left_out(self, on: Site, language: str) -> None:
        self.fill(on)
        assert [each for each in self._letter(on, language).left_out if each.plugin == self.slug] == []

    def test_a_letter_can_be_made_when_all_of_it_raises(self, sabotaged: Site) -> None:
        left_out = {each.key for each in self._letter(sabotaged, "ja").left_out if each.plugin == self.slug}
        assert left_out == {each.identity for each in self.contributed(NewsletterSection)}

    @pytest.fixture
    def event(self, site: Site) -> Event:
        return Event.objects.create(page_key=uuid4(), site=site, kind="course")

    def _workspace(self, event: Event) -> str:
        return reverse("event_workspace:overview", args=[event.pk])

    def _screens(self, event: Event) -> list[str]:
        keys = [each.identity for each in self.contributed(EventPanel)]
        return [reverse("event_workspace:extension", args=[event.pk, self.slug, key]) for key in keys]

    def _letter(self, site: Site, language: str) -> letter_sections.Sections:
        week = timedelta(days=7)
        return letter_sections.fill(LetterContext(site=site, language=language, since=MOMENT - week, until=MOMENT))

    def test_the_home_page_answers_in_both_languages_with_it(self, on: Site, client: Client) -> None:
        self.fill(on)
        for language in Locale.objects.values_list("language_code", flat=True):
            assert client.get(f"/{language}/").status_code == 200

    def test_the_home_page_answers_when_all_of_it_raises(self, sabotaged: Site, client: Client) -> None:
        assert client.get("/ja/").status_code == 200

    def test_the_admin_answers_when_all_of_it_raises(self, sabotaged: Site, staff: Client) -> None:
        assert staff.get(reverse("wagtailadmin_home")).status_code == 200

    def test_the_home_page_stays_within_its_queries(self, on: Site, client: Client) -> None:
        self.fill(on)
        client.get("/ja/")  # whatever a process asks once is asked now
        with_it = self._queries(client)
        self.switch_off(on)
        without_it = self._queries(client)
        assert with_it - without_it <= self.most_home_queries, f"{with_it} queries with it, {without_it} without"

    def _queries(self, client: Client) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/ja/")
        # A test runs in a transaction, where each guarded call has a savepoint; a request of a visitor does not.
        return sum("SAVEPOINT" not in query["sql"] for query in queries)


def _raise(*args: Any, **kwargs: Any) -> NoReturn:
    raise Sabotaged


def _is_function(value: Any) -> bool:
    return callable(value) and not isinstance(value, type)
