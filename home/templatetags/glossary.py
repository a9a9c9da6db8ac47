"""`{% explain page as terms %}…{% endexplain %}`: the words of a text with difficult ones explained."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from home.explanation import explain
from home.models.glossary import terms_of

register = template.Library()


class ExplainNode(template.Node):
    def __init__(self, page: FilterExpression, name: str, nodelist: NodeList) -> None:
        self.page, self.name, self.nodelist = page, name, nodelist

    def render(self, context: Any) -> SafeString:
        html = self.nodelist.render(context)
        page = self.page.resolve(context)
        request = context.get("request")
        site = Site.find_for_request(request) if request else page.get_site()
        explained = explain(html, terms=terms_of(site), code=page.language.code)
        # Set on the outermost layer of the block, so that the list of words can stand after the text.
        context[self.name] = explained.terms
        return mark_safe(explained.html)  # the nodes inside rendered it safely


@register.tag("explain")
def do_explain(parser: Parser, token: Token) -> ExplainNode:
    """Link the first occurrence of each glossary term to its explanation; `terms` holds those that occur."""
    try:
        _tag, page, as_, name = token.split_contents()
    except ValueError:
        as_ = ""
    if as_ != "as":
        raise template.TemplateSyntaxError("Write {% explain page as terms %}…{% endexplain %}")
    nodelist = parser.parse(("endexplain",))
    parser.delete_first_token()
    return ExplainNode(parser.compile_filter(page), name, nodelist)
