"""Whatever is switched, edited, published and reverted in between: what a plugin's blocks hold stays to the byte."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.models import Site

from cms.core.blocks.body import plain_blocks
from cms.core.blocks.streams import KeepingStreamBlock
from cms.plugin_host import services, states
from home.models import StandardPage
from tests.factories.home import StandardPageFactory

from .conftest import SLUG

FIELD = StandardPage._meta.get_field("body")
WORDS = st.text(st.sampled_from("あいう漢字🦊abc\"\\<>&'{}[]:,0 "), min_size=1, max_size=12).map(str.strip).filter(bool)
ID = st.uuids().map(str)
ANYTHING = st.recursive(
    # PostgreSQL's jsonb writes very large floats as whole numbers.
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def item(kind: str, value: st.SearchStrategy) -> st.SearchStrategy:
    """An item as Wagtail itself stores it: an editor who opens and saves it has it written anew."""
    return st.builds(lambda value, key: {"type": kind, "value": value, "id": key}, value, ID)


FACTS = st.builds(
    lambda weight, notes: {"weight": weight, "notes": notes},
    st.none() | st.floats(0, 1e6),
    st.lists(item("item", WORDS), max_size=3),
)


CONTENT = st.lists(
    item("lead", WORDS) | item("toolbox__tool", WORDS) | item("toolbox__facts", FACTS) | item("ghost__lamp", ANYTHING),
    min_size=1,
    max_size=6,
)
ACTS = st.lists(
    st.sampled_from(["on", "off", "absent", "back", "draft", "edit", "publish", "revert", "look", "load and save"]),
    min_size=6,  # to make a page costs as much as five acts on it
    max_size=12,
)


@settings(
    max_examples=16,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=CONTENT, acts=ACTS)
def test_what_a_block_holds_survives_everything(content: list[dict], acts: list[str], site: Site) -> None:
    with transaction.atomic():
        page = StandardPageFactory()
        store(page, content)
        page = StandardPage.objects.get(pk=page.pk)
        page.save_revision().publish()
        with Life(page, site) as life:
            for act in acts:
                life.act(act)
        stored = read(page)
        transaction.set_rollback(True)
    assert json.dumps(foreign(stored)) == json.dumps(foreign(content))


def test_a_stream_that_does_not_keep_would_be_found_out(site: Site) -> None:
    """The control: Wagtail's own stream loses what it does not know."""
    content = [{"type": "toolbox__tool", "value": "のこぎり", "id": "1"}]
    careless = blocks.StreamBlock([("lead", blocks.CharBlock())])
    assert careless.get_prep_value(careless.to_python(content)) != content


class Life:
    """What happens to a page: each act loads it, does something, and writes it."""

    def __init__(self, page: StandardPage, site: Site) -> None:
        self.pk, self.site = page.pk, site
        self.first = page.latest_revision
        self.present = FIELD.stream_block

    def __enter__(self) -> "Life":
        return self

    def __exit__(self, *error: object) -> None:
        FIELD.__dict__["stream_block"] = self.present

    def act(self, name: str) -> None:
        if name in ("on", "off"):
            switch = services.enable if name == "on" else services.disable
            switch(slug=SLUG, site=self.site, now=timezone.now())
        elif name == "absent":
            without = KeepingStreamBlock(plain_blocks())
            without.top_heading = 2
            FIELD.__dict__["stream_block"] = without
        elif name == "back":
            FIELD.__dict__["stream_block"] = self.present
        else:
            with states.reading_once(site=self.site):
                getattr(self, f"_{name.replace(' ', '_')}")(StandardPage.objects.get(pk=self.pk))

    def _load_and_save(self, page: StandardPage) -> None:
        page.save()

    def _look(self, page: StandardPage) -> None:
        page.body.stream_block.render(page.body)
        list(page.body.stream_block.extract_references(page.body))
        page.save()

    def _draft(self, page: StandardPage) -> None:
        page.get_latest_revision_as_object().save_revision()

    def _publish(self, page: StandardPage) -> None:
        page.get_latest_revision().publish()

    def _revert(self, page: StandardPage) -> None:
        self.first.as_object().save_revision().publish()

    def _edit(self, page: StandardPage) -> None:
        """What the browser sends back when an editor has the page open and saves."""
        latest = page.get_latest_revision_as_object()
        block = latest.body.stream_block
        data = QueryDict(mutable=True)
        for key, value in posted(block, latest.body, "body"):
            data[key] = value
        latest.body = block.clean(block.value_from_datadict(data, {}, "body"))
        latest.title = f"{latest.title}!"
        latest.save_revision().publish()


def posted(block: blocks.Block, value: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of every input of the form of a block."""
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        children = list(value) if isinstance(block, blocks.StreamBlock) else list(value.bound_blocks)
        yield f"{prefix}-count", str(len(children))
        for index, child in enumerate(children):
            here = f"{prefix}-{index}"
            yield from ((f"{here}-order", str(index)), (f"{here}-deleted", ""), (f"{here}-id", child.id or ""))
            yield f"{here}-type", child.block.name
            yield from posted(child.block, child.value, f"{here}-value")
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from posted(child, value[name], f"{prefix}-{name}")
    else:
        shown = block.value_for_form(value)
        yield prefix, "" if shown is None else str(shown)


def foreign(content: list[dict]) -> list[dict]:
    """What is not core's own, in its order; on PostgreSQL without the order of keys, which jsonb does not keep."""
    rest = [each for each in content if each["type"] != "lead"]
    return json.loads(json.dumps(rest, sort_keys=True)) if connection.vendor == "postgresql" else rest


def store(page: StandardPage, content: list[dict]) -> None:
    with connection.cursor() as cursor:
        sql = "UPDATE home_standardpage SET body = %s WHERE page_ptr_id = %s"
        cursor.execute(sql, [json.dumps(content), page.pk])


def read(page: StandardPage) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM home_standardpage WHERE page_ptr_id = %s", [page.pk])
        stored = cursor.fetchone()[0]
    return json.loads(stored) if isinstance(stored, str) else stored


@contextmanager
def careless() -> Iterator[None]:
    """Let the stream treat a plugin that is off as if it were on nowhere: for seeing that the test can fail."""
    keep = KeepingStreamBlock._wrap
    KeepingStreamBlock._wrap = lambda self, item: item  # type: ignore[method-assign]
    try:
        yield
    finally:
        KeepingStreamBlock._wrap = keep  # type: ignore[method-assign]


def test_the_property_fails_where_nothing_is_kept(site: Site) -> None:
    """The control of the property: without the keeping, an edit while the plugin is absent loses the block."""
    page = StandardPageFactory()
    content = [{"type": "toolbox__tool", "value": "のこぎり", "id": "1"}]
    with careless():
        store(page, content)
        with Life(page, site) as life:
            for act in ("absent", "load and save"):
                life.act(act)
    with pytest.raises(AssertionError):
        assert foreign(read(page)) == content
