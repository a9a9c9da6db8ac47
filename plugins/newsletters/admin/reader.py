"""One reader: how she stands, what she agreed to, what can be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages

from cms.core.locales import languages
from cms.mail.bulk.providers import group_of
from cms.mail.models import Channel
from cms.mail.services import returned, suppression
from plugins.newsletters import services
from plugins.newsletters.models import Area, Subscriber, Topic
from plugins.newsletters.states import Frequency, State

from . import permissions
from .frame import StaffView, address

#: They also say that an address does not exist when a telephone's own filter turns a mail away.
CARRIERS = ("docomo", "au", "softbank")
#: Ways by which somebody tells staff; the others are of the website.
TOLD_BY = (Channel.PAPER, Channel.FAX, Channel.PHONE, Channel.COUNTER, Channel.MAIL)


class ChannelField(forms.Form):
    """The way by which somebody told staff."""

    channel = forms.ChoiceField(
        label=_("How did you hear it?"), choices=[(each.value, each.label) for each in TOLD_BY],
        widget=forms.RadioSelect, error_messages={"required": _("Please choose how you heard it.")},
    )  # fmt: skip


class ConsentFields(ChannelField):
    """How staff know. Without it nothing is changed for somebody else."""

    note = forms.CharField(
        label=_("Where the consent is kept"), max_length=300,
        help_text=_("For whoever asks later, for example: form of 3 April, green folder at the counter"),
        error_messages={"required": _("Please write where it can be found, or who heard it and when.")},
    )  # fmt: skip


class TopicFields(forms.Form):
    """Each topic with how often, or not at all."""

    def __init__(self, *args: Any, site: Any, reader: Subscriber | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = list(Topic.objects.filter(site=site))
        has = {each.topic_id: each.frequency for each in reader.subscriptions.all()} if reader else {}
        for topic in self.topics:
            choices = [("", pgettext_lazy("newsletter", "Does not get it")), *Frequency.choices]
            self.fields[f"topic_{topic.pk}"] = forms.ChoiceField(
                label=topic.display_name, choices=choices, required=False, initial=has.get(topic.pk, "")
            )
        self.fields["locale"] = forms.ChoiceField(
            label=pgettext_lazy("newsletter", "Language of the letters"), choices=languages(),
            initial=reader.locale if reader else "ja",
        )  # fmt: skip
        self.fields["area"] = forms.ModelChoiceField(
            label=pgettext_lazy("reader", "Area"), queryset=Area.objects.filter(site=site), required=False,
            initial=reader.area if reader else None,
        )  # fmt: skip

    @property
    def wanted(self) -> dict[Topic, str]:
        often = {topic: self.cleaned_data[f"topic_{topic.pk}"] for topic in self.topics}
        return {topic: frequency for topic, frequency in often.items() if frequency}


class ChangeForm(TopicFields, ConsentFields):
    pass


class AskAgainForm(ConsentFields):
    """Which topics the mail asks about, and how staff know that she wants letters again."""

    def __init__(self, *args: Any, reader: Subscriber, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_again_%s", **kwargs)
        self.fields["topics"] = forms.ModelMultipleChoiceField(
            label=pgettext_lazy("newsletter", "Topics"), queryset=Topic.objects.filter(site=reader.site),
            widget=forms.CheckboxSelectMultiple, initial=list(reader.topics.values_list("pk", flat=True)),
            error_messages={"required": _("Please choose at least one topic.")},
        )  # fmt: skip
        self.order_fields(["topics", "channel", "note"])


class ReaderView(StaffView):
    """The page of one reader.

    GET shows; POST changes her topics, stops everything, asks her to confirm again or erases, as `action` says.
    """

    template_name = "newsletters/admin/reader.html"
    page_title = _("Reader")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = permissions.rows_of(request).filter(pk=kwargs["pk"]).select_related("site", "area").first()
        if found is None:
            raise Http404
        self.reader: Subscriber = found

    def _may(self, action: str) -> bool:
        return permissions.policy().user_has_permission_for_instance(self.request.user, action, self.reader)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(ChangeForm(site=self.reader.site, reader=self.reader))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = request.POST.get("action")
        if action == "erase":
            return self._erase(request)
        if not self._may("change"):
            raise PermissionDenied
        if action == "stop":
            return self._stop(request)
        if action == "again":
            return self._ask_again(request)
        form = ChangeForm(request.POST, site=self.reader.site, reader=self.reader)
        if self.reader.state == State.WAITING or not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        services.change(
            subscriber=self.reader, wanted=form.wanted, locale=data["locale"], area=data["area"],
            channel=data["channel"], note=data["note"], by=request.user, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved, with a line about how you know."))
        return self.to("reader", pk)

    def _stop(self, request: HttpRequest) -> HttpResponse:
        form = ConsentFields(request.POST)
        if not form.is_valid():
            return self._page(ChangeForm(site=self.reader.site, reader=self.reader), stop=form)
        services.stop_all(
            subscriber=self.reader, channel=form.cleaned_data["channel"], note=form.cleaned_data["note"],
            by=request.user, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("No more letters go to this reader."))
        return self.to("reader", self.reader.pk)

    def _ask_again(self, request: HttpRequest) -> HttpResponse:
        form = AskAgainForm(request.POST, reader=self.reader)
        if not self._gets_none() or not form.is_valid():
            return self._page(ChangeForm(site=self.reader.site, reader=self.reader), again=form)
        data = form.cleaned_data
        is_mailed = services.ask_again(
            subscriber=self.reader, topics=list(data["topics"]), channel=data["channel"], note=data["note"],
            by=request.user, now=timezone.now(),
        )  # fmt: skip
        if is_mailed:
            messages.success(
                request, _("The mail to confirm is on its way. Letters go out once its button is pressed.")
            )
        else:
            messages.warning(request, _("This address has been sent such a mail today already. Please try tomorrow."))
        return self.to("reader", self.reader.pk)

    def _gets_none(self) -> bool:
        return self.reader.state in (State.UNREACHABLE, State.COMPLAINED)

    def _erase(self, request: HttpRequest) -> HttpResponse:
        if not self._may("delete"):
            raise PermissionDenied
        form = ChannelField(request.POST, auto_id="id_erase_%s")
        if not form.is_valid():
            return self._page(ChangeForm(site=self.reader.site, reader=self.reader), erase=form)
        channel = form.cleaned_data["channel"]
        services.erase(subscriber=self.reader, channel=channel, by=request.user, now=timezone.now())
        messages.success(request, _("The reader is erased. Lines about consents remain, without name or address."))
        return self.to("list")

    def _page(
        self, form: ChangeForm, *, stop: ConsentFields | None = None, erase: ChannelField | None = None,
        again: AskAgainForm | None = None,
    ) -> HttpResponse:  # fmt: skip
        reader = self.reader
        may_ask = self._may("change") and self._gets_none()
        return self.shown(
            reader=reader,
            rows=services.kept_about(subscriber=reader),
            consents=services.consents_of(subscriber=reader),
            suppressed=suppression.find(site=reader.site, address=reader.address),
            returns=returned.history(site=reader.site, address_hash=reader.address_hash),
            may_be_a_filter=reader.state == State.UNREACHABLE and group_of(reader.address) in CARRIERS,
            again=(again or AskAgainForm(reader=reader)) if may_ask else None,
            again_is_open=again is not None,
            form=form if self._may("change") and reader.state != State.WAITING else None,
            stop=stop or ConsentFields(auto_id="id_stop_%s"),
            stop_is_open=stop is not None,
            erase=erase or ChannelField(auto_id="id_erase_%s"),
            erase_is_open=erase is not None,
            may_stop=self._may("change") and reader.state in (State.ACTIVE, State.UNREACHABLE),
            may_erase=self._may("delete"),
            back=address("list"),
        )  # fmt: skip
