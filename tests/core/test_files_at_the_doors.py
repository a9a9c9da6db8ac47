"""Files of people and for staff, by role and by guess: nobody gets one who has no right to what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Site

from cms.core import roles
from cms.core.models import StaffRole
from events.registration import codes
from events.registration.models import Attendance, Registration
from tests.factories import events as made

from .test_roles_at_the_doors import _below

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
#: What an address of the admin says that gives a file, whose ever it is.
GIVES_FILES = re.compile(r"export|lists/|report/|slip|statement|csv|xlsx|docx")
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
#: Parts of an address that one view takes from a list: every one of them is tried.
KINDS = ("", "csv", "xlsx", "pdf", "docx", "roster", "sign_in", "sign-in", "badges", "reception", "names")


@pytest.fixture
def booked() -> Registration:
    return made.registered(made.bookable(), seats=2)


def somebody(role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role:
        user = get_user_model().objects.create_user(f"a-{role}", "a@example.jp", "a long password")
        user.groups.add(StaffRole.objects.get(key=role).group)
        client.force_login(user)
    return client


def addresses(booked: Registration) -> Iterator[str]:
    """Every address of the admin that may give a file, about the event that somebody has registered for."""
    known = {"event": booked.event_id, "session": booked.offering.sessions.get().pk, "registration": booked.pk}
    for pattern in _below(get_resolver().url_patterns, ""):
        if not pattern.startswith("admin/") or not GIVES_FILES.search(pattern) or "(?P" in pattern:
            continue
        for kind in KINDS if "slug:kind" in pattern else ("x",):
            path = PLACE.sub(
                lambda place, kind=kind: str(known.get(place[2], 1 if place[1] == "int" else kind)), pattern
            )
            yield from (f"/{path}", f"/{path}?format=csv", f"/{path}?export=xlsx", f"/{path}?export=csv")


def opened(client: Client, paths: list[str]) -> tuple[set[str], list[str]]:
    """Return where something was answered, and where anything of the person who registered was told."""
    answered, told = set(), []
    for path in paths:
        answer: Any = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code == 200:
            answered.add(path)
        if b"person1@example.jp" in body or "架橋1子".encode() in body or b"053-00000" in body:
            told.append(path)
    return answered, told


@pytest.mark.parametrize("role", ["", "editor", "moderator", "newsletter"])
def test_who_has_no_right_to_registrations_gets_no_file_of_them(booked: Registration, role: str) -> None:
    roles.grant(site=Site.objects.get(is_default_site=True))
    paths = list(addresses(booked))
    assert len(paths) > 40
    answered, told = opened(somebody(role), paths)
    assert told == []
    if not role:
        assert answered == set()
    assert [path for path in answered if path.startswith(f"/admin/events/{booked.event_id}/")] == []


def test_control_the_desk_gets_the_lists_of_its_event(booked: Registration) -> None:
    roles.grant(site=Site.objects.get(is_default_site=True))
    _answered, told = opened(somebody("desk"), list(addresses(booked)))
    assert any(f"/admin/events/{booked.event_id}/lists/" in path for path in told), told


# Checking in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["", "editor", "moderator", "newsletter"])
def test_a_number_checks_nobody_in_for_who_is_not_at_the_desk(booked: Registration, role: str) -> None:
    roles.grant(site=Site.objects.get(is_default_site=True))
    path = f"/admin/events/{booked.event_id}/day/{booked.offering.sessions.get().pk}/"
    answer = somebody(role).post(path, {"code": booked.code}, headers={"Accept": "application/json"})
    assert (answer.status_code in (302, 404), Attendance.objects.count()) == (True, 0)


def test_numbers_are_not_guessed() -> None:
    """45 random bits: with a million registrations, one guess in 35 million finds any; and only the desk may guess."""
    assert len(codes.ALPHABET) ** (codes.LENGTH - 1) // 1_000_000 > 35_000_000
    drawn = {codes.new_code() for _ in range(2000)}
    assert len(drawn) == 2000
    assert all(len({code[place] for code in drawn}) == len(codes.ALPHABET) for place in range(codes.LENGTH))


# Documents -------------------------------------------------------------------------------------------------------


@pytest.fixture
def minutes() -> Any:
    folder = Collection.get_first_root_node().add_child(name="役員")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    below = folder.add_child(name="役員の下")
    file = ContentFile(b"%PDF-1.4 minutes", name="gijiroku.pdf")
    return get_document_model().objects.create(title="役員会", file=file, collection=below)


def test_a_private_document_is_found_by_no_address(minutes: Any) -> None:
    client, told = Client(), []
    by_guess = [
        minutes.url,
        f"/documents/{minutes.pk}/",
        f"/documents/{minutes.pk}/x.pdf",
        f"/media/{minutes.file.name}",
    ]
    for path in (
        *by_guess,
        f"/api/v1/documents/{minutes.pk}/",
        "/api/v1/documents/",
        "/sitemap.xml",
        "/ja/search/?q=PDF",
    ):
        answer: Any = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        known_by_who_asks = path in by_guess
        if b"minutes" in body or ("役員会".encode() in body) or (not known_by_who_asks and b"gijiroku" in body):
            told.append(path)
    assert told == []
    assert client.get(minutes.url).status_code == 302


def test_control_a_document_of_everybody_is_given(minutes: Any) -> None:
    minutes.collection = Collection.get_first_root_node()
    minutes.save()
    answer: Any = Client().get(minutes.url)
    assert (answer.status_code, b"".join(answer)) == (200, b"%PDF-1.4 minutes")
    assert answer["Content-Security-Policy"] == "default-src 'none'"


def test_who_serves_files_beside_the_site_serves_pictures_alone() -> None:
    told = [ROOT / "compose.yaml", *sorted((ROOT / "deploy").rglob("*"))]
    mounts = [mount for file in told if file.is_file() for mount in re.findall(r"/media[\w/]*", file.read_text())]
    assert mounts
    assert {mount.rstrip("/") for mount in mounts} <= {"/media/images", "/media"}
    routes = [route for file in told if file.is_file()
              for route in re.findall(r"static-path-route[= ](\S+?)[\"\s]", file.read_text())]  # fmt: skip
    assert set(routes) <= {"/media/images", "/static"}
