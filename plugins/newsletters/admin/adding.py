"""Enter somebody who asked on paper, by FAX, by telephone or at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from cms.mail.addresses import AddressField
from plugins.newsletters import services
from plugins.newsletters.exceptions import WantsNoLetters

from . import permissions
from .frame import StaffView, address
from .reader import ConsentFields, TopicFields


class AddForm(TopicFields, ConsentFields):
    """Who, what, and how staff know."""

    address = AddressField(label=_("Mail address"))
    name = forms.CharField(
        label=pgettext_lazy("person", "name"), max_length=100, required=False,
        help_text=_("Only if it was written on the form."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ["address", "name", *(f"topic_{topic.pk}" for topic in self.topics)]
        self.order_fields([*first, "locale", "area", "channel", "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.topics and not any(cleaned.get(f"topic_{topic.pk}") for topic in self.topics):
            self.add_error(f"topic_{self.topics[0].pk}", _("Please choose at least one topic."))
        return cleaned


class AddView(StaffView):
    template_name = "newsletters/admin/add.html"
    page_title = _("Enter a reader")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(AddForm(site=permissions.site_to_add_to(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        site = permissions.site_to_add_to(request)
        form = AddForm(request.POST, site=site)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        try:
            row = services.enter(
                site=site, address=data["address"], name=data["name"], locale=data["locale"], area=data["area"],
                topics=form.wanted, channel=data["channel"], note=data["note"], by=request.user, now=timezone.now(),
            )  # fmt: skip
        except WantsNoLetters as refusal:
            form.add_error("address", str(refusal.message))
            return self._page(form)
        messages.success(request, _("The reader is entered and gets letters from now on."))
        return self.to("reader", row.pk)

    def _page(self, form: AddForm) -> HttpResponse:
        return self.shown(form=form, back=address("list"))
