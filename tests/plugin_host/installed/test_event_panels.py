"""What a plugin keeps about an event, in the workspace of events: shown, changed, switched per site, guarded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import MultiFieldPanel
from wagtail.models import Site

from cms.core import roles
from cms.core.models import StaffRole
from cms.plugin_api import EventPanel, registry
from cms.plugin_host import services
from cms.plugin_host.models import PluginIncident
from events.registration.models import Event, RegistrationEvent
from tests.factories.event_pages import event_of, told

from .conftest import SLUG

TYPED = {"microphones": "3", "projector": "on", "remark": "演台のそばに置く"}


@pytest.fixture
def event(site: Site) -> Event:
    return event_of(told())


@pytest.fixture
def log_in(site: Site, client: Client) -> Callable[[str], Client]:
    roles.grant(site=site)

    def person(role: str) -> Client:
        user = get_user_model().objects.create_user(role, f"{role}@example.jp", "x")
        user.groups.add(StaffRole.objects.get(key=role).group)
        client.force_login(user)
        return client

    return person


@pytest.fixture
def desk(log_in: Callable[[str], Client]) -> Client:
    return log_in("desk")


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change the fields of the contributed panel."""

    def changed(**fields: Any) -> None:
        found = registry._collected()
        panels = tuple(replace(each, **fields) for each in found[EventPanel] if each.plugin == SLUG)
        monkeypatch.setattr(registry, "_collected", lambda: found | {EventPanel: panels})

    return changed


def overview(event: Event) -> str:
    return reverse("event_workspace:overview", args=[event.pk])


def screen(event: Event, key: str = "tools") -> str:
    return reverse("event_workspace:extension", args=[event.pk, SLUG, key])


def kept(event: Event) -> models.Model | None:
    from plugins.toolbox.models import EventTools

    return EventTools.objects.filter(event=event.page_key).first()


def test_the_overview_has_the_panel_and_says_that_nothing_is_written_yet(desk: Client, event: Event) -> None:
    page = desk.get(overview(event)).content.decode()
    assert "イベントで使う備品" in page
    assert "まだ何も書かれていません。" in page
    assert screen(event) in page


def test_what_is_typed_is_kept_for_the_event(desk: Client, event: Event) -> None:
    assert desk.post(screen(event), TYPED)["Location"] == overview(event)
    row = kept(event)
    assert (row.microphones, row.projector, row.remark) == (3, True, "演台のそばに置く")


def test_the_overview_shows_what_is_filled_in_and_leaves_out_what_is_empty(desk: Client, event: Event) -> None:
    desk.post(screen(event), TYPED | {"remark": ""})
    page = desk.get(overview(event)).content.decode()
    assert "<dt>マイクの本数</dt><dd>3</dd>" in page
    assert "<dt>プロジェクターを使う</dt><dd>はい</dd>" in page
    assert "<dt>備考</dt>" not in page


def test_what_the_plugin_adds_stands_below_the_facts(desk: Client, event: Event, change: Callable[..., None]) -> None:
    change(more=lambda request, event: f"<b>{request.user.username} {event.kind}</b>")
    assert f"<b>desk {event.kind}</b>" in desk.get(overview(event)).content.decode()


def test_where_what_it_adds_fails_staff_are_told_and_the_workspace_stands(
    desk: Client, event: Event, change: Callable[..., None]
) -> None:
    change(more=lambda request, event: None)
    page = desk.get(overview(event))
    assert page.status_code == 200
    assert "は、いま使えません" in page.content.decode()


def test_what_cannot_be_stays_on_the_form_with_a_reason(desk: Client, event: Event) -> None:
    page = desk.post(screen(event), TYPED | {"microphones": "たくさん"}).content.decode()
    assert "整数を入力してください" in page
    assert "演台のそばに置く" in page
    assert kept(event) is None


def test_the_log_knows_which_fields_and_not_what_was_typed(desk: Client, event: Event) -> None:
    desk.post(screen(event), TYPED)
    line = RegistrationEvent.objects.get(event=event)
    assert line.data == {"panel": "toolbox:tools", "fields": ["microphones", "projector", "remark"]}
    assert line.user.username == "desk"


def test_saving_without_a_change_is_no_line_of_the_log(desk: Client, event: Event) -> None:
    desk.post(screen(event), TYPED)
    desk.post(screen(event), TYPED)
    assert RegistrationEvent.objects.filter(event=event).count() == 1


def test_who_fills_it_in_second_changes_the_row_of_the_first(
    desk: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both opened the form while there was none; a colleague saves between the look and the writing."""
    from plugins.toolbox.models import EventTools

    save = EventTools.save

    def colleague_was_first(row: EventTools, *args: Any, **kwargs: Any) -> None:
        monkeypatch.setattr(EventTools, "save", save)
        EventTools.objects.create(event=event.page_key, microphones=1)
        save(row, *args, **kwargs)

    monkeypatch.setattr(EventTools, "save", colleague_was_first)
    assert desk.post(screen(event), TYPED).status_code == 302
    assert kept(event).microphones == 3


def test_who_may_not_change_the_event_sees_the_panel_and_has_no_form(
    log_in: Callable[[str], Client], event: Event
) -> None:
    from django.contrib.auth.models import Permission

    client = log_in("newsletter")
    group = StaffRole.objects.get(key="newsletter").group
    view = Permission.objects.get(codename="view_event", content_type__app_label="event_registration")
    group.site_permissions.create(permission=view, site=event.site)
    page = client.get(overview(event)).content.decode()
    assert "イベントで使う備品" in page
    assert screen(event) not in page
    assert client.get(screen(event)).status_code == 404


def test_a_panel_with_a_permission_is_for_those_who_have_it(
    desk: Client, event: Event, change: Callable[..., None]
) -> None:
    change(permission="toolbox.change_eventtools")
    assert "イベントで使う備品" not in desk.get(overview(event)).content.decode()
    assert desk.get(screen(event)).status_code == 404


def test_a_panel_stands_at_its_own_tab(desk: Client, event: Event, change: Callable[..., None]) -> None:
    change(tab="dates")
    assert "イベントで使う備品" not in desk.get(overview(event)).content.decode()
    dates = reverse("event_workspace:dates", args=[event.pk])
    assert "イベントで使う備品" in desk.get(dates).content.decode()
    assert desk.post(screen(event), TYPED)["Location"] == dates


def test_there_is_no_panel_by_another_key(desk: Client, event: Event) -> None:
    assert desk.get(screen(event, "teapot")).status_code == 404


def test_it_counts_at_the_site_of_the_event(desk: Client, event: Event, other_site: Site) -> None:
    """The admin is opened at one host; what decides is the switch of the event's site."""
    services.disable(slug=SLUG, site=other_site, now=timezone.now())
    assert desk.get(screen(event), headers={"host": other_site.hostname}).status_code == 200


def test_off_hides_it_and_keeps_the_row(desk: Client, event: Event, site: Site) -> None:
    desk.post(screen(event), TYPED)
    services.disable(slug=SLUG, site=site, now=timezone.now())
    assert "イベントで使う備品" not in desk.get(overview(event)).content.decode()
    assert desk.get(screen(event)).status_code == 404
    assert desk.post(screen(event), TYPED | {"microphones": "9"}).status_code == 404
    services.enable(slug=SLUG, site=site, now=timezone.now())
    assert "<dd>3</dd>" in desk.get(overview(event)).content.decode()


# What fails -----------------------------------------------------------------------------------------------------------


class Jammed(MultiFieldPanel):
    """A panel that cannot be used."""

    def on_model_bound(self) -> None:
        raise RuntimeError("jammed")


@pytest.fixture
def jammed(change: Callable[..., None]) -> None:
    change(panel=Jammed(["microphones"], heading="こわれた欄"))


def test_a_panel_that_raises_leaves_the_overview_and_is_named(desk: Client, event: Event, jammed: None) -> None:
    response = desk.get(overview(event))
    assert response.status_code == 200
    assert "「備品の貸し出し」は、いま使えません。" in response.content.decode()
    assert PluginIncident.objects.get().contribution == "event_panel:tools"


def test_a_form_that_cannot_be_made_says_so_inside_the_frame(desk: Client, event: Event, jammed: None) -> None:
    response = desk.get(screen(event))
    assert response.status_code == 503
    assert "「備品の貸し出し」は、いま使えません。" in response.content.decode()
    assert overview(event) in response.content.decode()


def test_where_saving_fails_nothing_is_saved_and_what_was_typed_is_kept(
    desk: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugins.toolbox.models import EventTools

    def jam(row: EventTools, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(EventTools, "save", jam)
    page = desk.post(screen(event), TYPED).content.decode()
    assert "いま使えません。保存していません。" in page
    assert "演台のそばに置く" in page
    assert not RegistrationEvent.objects.filter(event=event).exists()
