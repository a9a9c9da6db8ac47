"""`{% shared "name" %}…{% endshared %}`: markup that is the same for all visitors, made once a generation."""

from functools import cache
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.templatetags.static import static
from django.utils.safestring import SafeString

from cms.core.memory import SHELL
from cms.core.shell import Shell

register = template.Library()


class SharedNode(template.Node):
    def __init__(self, name: str, given: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name, self.given, self.nodelist = name, given, nodelist

    def render(self, context: Any) -> SafeString:
        shell = context.get("shell")
        given = {name: value.resolve(context) for name, value in self.given.items()}

        def make() -> SafeString:
            # Nothing of the one request is within reach: neither the visitor nor the page.
            return self.nodelist.render(context.new({"shell": shell, **given}))

        if not isinstance(shell, Shell):
            return make()
        key = ("markup", self.name, shell.site and shell.site.pk, shell.language.code, *given.values())
        return SHELL.get(key, make)


@register.tag("shared")
def do_shared(parser: Parser, token: Token) -> SharedNode:
    """Remember what is inside for each site and language, and for each value of what is given.

    Inside, only `shell` and what is given by name are known: `{% shared "menu" links=shell.main_menu %}`. What is
    given must be hashable, and few different values of it may come: each is kept. Of `shell`, use what belongs to the
    site, not to the address.
    """
    parts = token.split_contents()
    if len(parts) < 2 or not (parts[1][0] == parts[1][-1] == '"'):
        raise template.TemplateSyntaxError('Write {% shared "name" key=value %}…{% endshared %}')
    rest = parts[2:]
    given = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"{{% shared %}} takes values by name only, not {rest[0]}")
    nodelist = parser.parse(("endshared",))
    parser.delete_first_token()
    return SharedNode(parts[1][1:-1], given, nodelist)


@register.simple_tag
def asset(path: str) -> str:
    """The address of one of our own static files, as `{% static %}` says it; asked once in the life of a process."""
    return _address(path)


_address = cache(static)
