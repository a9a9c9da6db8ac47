"""What templates of forms ask about a field."""

from collections.abc import Iterable

from django import forms, template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from events.registration.forms.party import NUMBER_MARK, PLACE_MARK, Companion

register = template.Library()


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether a field is a single box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag(takes_context=True)
def people(context: Context, companions: Iterable[Companion]) -> SafeString:
    """The fields of each person, folded until something is written there.

    Those about whom nothing is written differ in their numbers alone: they are rendered once for all of them.
    """
    rendered = context.template.engine.get_template("event_registration/companion.html")  # type: ignore[union-attr]
    like, html = "", []
    for each in companions:
        if each.is_open or each.like is None or not isinstance(each.number, int):
            html.append(rendered.render(context.new({"companion": each})))
            continue
        like = like or rendered.render(context.new({"companion": each.like}))
        html.append(like.replace(PLACE_MARK, str(each.number - 1)).replace(NUMBER_MARK, str(each.number)))
    return mark_safe("".join(html))  # of templates, which escape, and two numbers
