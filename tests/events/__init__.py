import re
from typing import Any


def html_of(response: Any) -> str:
    """The page without the marks for breaking lines."""
    return response.content.decode().replace("<wbr>", "")


def text_of(response: Any) -> str:
    """What a person reads of the page's content, single-spaced."""
    main = re.search(r"<main.*?</main>", html_of(response), re.S)
    assert main
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def titles(response: Any) -> list[str]:
    """The titles of the cards of a list, in order."""
    return re.findall(r'card__title"[^>]*><a [^>]*>([^<]*)<', html_of(response))
