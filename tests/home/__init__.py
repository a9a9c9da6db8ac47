from typing import Any


def html_of(response: Any) -> str:
    """The page without the marks for breaking lines."""
    return response.content.decode().replace("<wbr>", "")
