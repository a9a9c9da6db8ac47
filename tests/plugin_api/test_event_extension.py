"""What a plugin keeps about an event hangs on nothing of core."""

from cms.plugin_api.models import EventExtension


def test_it_has_no_table_of_its_own() -> None:
    assert EventExtension._meta.abstract


def test_it_knows_the_event_by_its_key_once_and_without_a_foreign_key() -> None:
    field = EventExtension._meta.get_field("event")
    assert (field.get_internal_type(), field.unique, field.is_relation) == ("UUIDField", True, False)
