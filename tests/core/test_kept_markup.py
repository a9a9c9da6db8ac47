"""A component is rendered once for the same values, and once for each of what tells values apart."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Engine, Library, TemplateSyntaxError
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from cms.core.untranslated import Said
from tests.bench.multiply import multiply

register = Library()
_numbers = count()


@register.simple_tag
def number():
    """Another number at each rendering."""
    return next(_numbers)


@pytest.fixture
def render():
    """Return a rendering of a component with `value`: what the component says, and the number of its rendering."""
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", {"part": "{{ value }}{{ outside }}|{% number %}"})],
        builtins=["cms.core.templatetags.kept_markup", __name__],
    )
    template = engine.from_string('{% kept "part" with value=value %}')

    def rendered(value, **more):
        return template.render(Context({"value": value, **more})).split("|")

    return rendered


@dataclass(frozen=True)
class Choice:
    name: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slotted:
    name: str


class MoreThanItsFields(Choice):
    """A class that only inherits from one of values."""


MOMENT = datetime(2026, 5, 1, 12, tzinfo=UTC)
UNLIKE = {
    "texts": ("a", "b"),
    "a text that is escaped and one that is not": ("<b>", mark_safe("<b>")),
    "a number and a truth": (1, True),
    "a number and a text": (1, "1"),
    "nothing and an empty text": (None, ""),
    "lists": (["a"], ["a", "b"]),
    "lists of one length": ([1, True], [1, 1]),
    "one moment on two clocks": (MOMENT, MOMENT.astimezone(ZoneInfo("Asia/Tokyo"))),
    # Both are as far from Greenwich, and only one is shown on the clock of the site.
    "one moment on two clocks that agree": (MOMENT, MOMENT.astimezone(ZoneInfo("Africa/Abidjan"))),
    "dataclasses": (Choice("a", (1,)), Choice("a", (2,))),
    "dataclasses with slots": (Slotted("a"), Slotted("b")),
    "dataclasses of two classes": (Slotted("a"), Choice("a")),
    "words that are translated when they are shown": (gettext_lazy("Open"), gettext_lazy("Closed")),
    "dataclasses within lists": ([Choice("a")], [Choice(mark_safe("a"))]),
}


@pytest.mark.parametrize(("one", "other"), UNLIKE.values(), ids=UNLIKE)
def test_it_is_rendered_once_for_the_same_values_and_again_for_others(render, one, other):
    first = render(one)
    assert render(one) == first
    assert render(other)[1] != first[1]
    assert render(one) == first


def test_what_is_equal_and_escaped_in_one_place_alone_stays_apart(render):
    assert [render(value)[0] for value in ("<b>", mark_safe("<b>"), "<b>")] == ["&lt;b&gt;", "<b>", "&lt;b&gt;"]


def test_it_is_rendered_for_each_language_and_time_zone(render):
    numbers = set()
    for code, zone in (("ja", "Asia/Tokyo"), ("en", "Asia/Tokyo"), ("ja", "America/Lima")):
        with translation.override(code), timezone.override(zone):
            numbers.add(render(MOMENT)[1])
            assert render(MOMENT)[1] in numbers
    assert len(numbers) == 3


def test_it_is_rendered_anew_in_another_year(render, monkeypatch):
    numbers = set()
    for now in (datetime(2026, 12, 31, 14, tzinfo=UTC), datetime(2026, 12, 31, 15, tzinfo=UTC)):  # midnight in Japan
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        numbers.add(render(MOMENT)[1])
        assert render(MOMENT)[1] in numbers
    assert len(numbers) == 2


@pytest.mark.parametrize("value", [Said("words", "en"), object, {"a": 1}, [{"a": 1}], MoreThanItsFields("a")], ids=repr)
def test_a_value_that_may_be_unlike_an_equal_one_is_rendered_each_time(render, value):
    assert render(value)[0] == render(value)[0]
    assert render(value)[1] != render(value)[1]


def test_nothing_but_what_is_given_is_known_inside(render):
    assert render("a", outside="somebody")[0] == "a"
    assert render({"a": 1}, outside="somebody")[0] == "{&#x27;a&#x27;: 1}"


@pytest.mark.parametrize(
    "tag", ["{% kept %}", '{% kept "part" %}', "{% kept part with value=1 %}", '{% kept "part" with value=1 only %}']
)
def test_a_tag_that_says_too_little_or_too_much_is_refused(tag):
    with pytest.raises(TemplateSyntaxError):
        Engine(builtins=["cms.core.templatetags.kept_markup"]).from_string(tag)


@pytest.mark.parametrize("path", ["events/", "events/?when=past", "activities/", "organisations/"])
def test_lists_render_their_cards_and_choices_once(demo_db, client, path):
    def rendered():
        answer = client.get(f"/ja/{path}")
        assert answer.status_code == 200
        return {template.name for template in answer.templates}, answer.content

    parts = {"components/card.html", "components/facet_groups.html"}
    # Other values than those of any test before.
    multiply(2)
    (first, shown), (second, again) = rendered(), rendered()
    assert parts <= first
    assert not parts & second
    assert shown == again
