"""Contributions are collected once, in one order, and a duplicate is refused by name."""

import pytest
from django.apps import apps

import tests
from cms.plugin_api import Demo, DuplicateContribution, Plugin, Registry


class Loud(Plugin):
    name = "tests"
    label = "loud"

    def contribute(self):
        yield Demo(key="second", load=print, order=20)
        yield Demo(key="first", load=print, order=10)


class Twice(Loud):
    def contribute(self):
        yield Demo(key="same", load=print)
        yield Demo(key="same", load=print)


@pytest.fixture
def with_app():
    def add(config):
        apps.app_configs["loud"] = config("tests", tests)
        Registry.forget()

    yield add
    apps.app_configs.pop("loud", None)
    Registry.forget()


def test_contributions_come_in_their_order_with_the_slug_of_their_app(db, with_app):
    with_app(Loud)
    mine = [(demo.key, demo.plugin) for demo in Registry.of(Demo) if demo.plugin == "loud"]
    assert mine == [("first", "loud"), ("second", "loud")]


def test_two_contributions_with_one_key_are_refused_with_the_name_of_the_app(db, with_app):
    with_app(Twice)
    with pytest.raises(DuplicateContribution, match="tests contributes demo 'same' twice"):
        Registry.of(Demo)
