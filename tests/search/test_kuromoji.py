import pytest

from cms.search.kuromoji import INDEX_SETTINGS, backend_settings


def test_an_opensearch_address_gives_its_backend_with_kuromoji():
    found = backend_settings("opensearch+https://search.example.org:9200")
    assert found["BACKEND"] == "wagtail.search.backends.opensearch3"
    assert found["URLS"] == ["https://search.example.org:9200"]
    assert found["INDEX_SETTINGS"] is INDEX_SETTINGS


@pytest.mark.parametrize("address", ["https://search.example.org", "solr+https://x", "opensearch+x", ""])
def test_any_other_address_is_refused(address):
    with pytest.raises(ValueError, match="SEARCH_URL"):
        backend_settings(address)
