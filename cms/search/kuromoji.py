"""Settings for those who outgrow one machine: Elasticsearch or OpenSearch with the kuromoji analyser.

Both need the plugins ``analysis-kuromoji`` and ``analysis-icu``. Standard library only, as settings import it.
"""

from typing import Any

_FOLDED = ["kuromoji_baseform", "icu_folding", "kuromoji_stemmer", "kana_as_hiragana"]

INDEX_SETTINGS: dict[str, Any] = {
    "settings": {
        "analysis": {
            "char_filter": {
                "width": {"type": "icu_normalizer", "name": "nfkc_cf", "mode": "compose"},
            },
            "tokenizer": {
                # search mode also gives the parts of a compound: 障害者政策課 is found by 政策.
                "words": {"type": "kuromoji_tokenizer", "mode": "search", "discard_compound_token": False},
                "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2, "token_chars": ["letter", "digit"]},
            },
            "filter": {
                "kana_as_hiragana": {"type": "icu_transform", "id": "Katakana-Hiragana"},
            },
            "analyzer": {
                # "default" is what Wagtail's text fields use without a word of their own.
                "default": {"type": "custom", "char_filter": ["width"], "tokenizer": "words", "filter": _FOLDED},
                "edgengram_analyzer": {
                    "type": "custom",
                    "char_filter": ["width"],
                    "tokenizer": "pairs",
                    "filter": ["icu_folding", "kana_as_hiragana"],
                },
            },
        },
        "index": {"max_ngram_diff": 12},
    }
}

#: The backend module for each scheme of SEARCH_URL, as in elasticsearch+https://user:password@search.example.org.
BACKENDS = {
    "elasticsearch": "wagtail.search.backends.elasticsearch9",
    "opensearch": "wagtail.search.backends.opensearch3",
}


def backend_settings(search_url: str) -> dict[str, Any]:
    """The entry of ``WAGTAILSEARCH_BACKENDS`` for ``search_url``.

    The address begins with ``elasticsearch+`` or ``opensearch+``. Raises ``ValueError`` for anything else.
    """
    product, plus, url = search_url.partition("+")
    if not plus or product not in BACKENDS or not url.startswith(("http://", "https://")):
        raise ValueError("SEARCH_URL must begin with elasticsearch+http(s):// or opensearch+http(s)://.")
    return {
        "BACKEND": BACKENDS[product],
        "URLS": [url],
        "INDEX_PREFIX": "kakehashi_",
        "TIMEOUT": 5,
        "INDEX_SETTINGS": INDEX_SETTINGS,
    }
