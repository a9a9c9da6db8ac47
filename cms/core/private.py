"""Pages and files that not everybody may read: the password that opens them, and the log-in of staff before them.

In place of Wagtail's views, which ask as often as somebody likes, and which the way to pages (`serving`) hides.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.models.view_restrictions import BaseViewRestriction

from . import private_families
from .guessing import Secret
from .public_forms.origin import address_of

TOO_MANY = ngettext_lazy(
    "The password was typed too often. Please wait %(minutes)d minute, then try again.",
    "The password was typed too often. Please wait %(minutes)d minutes, then try again.",
    "minutes",
)


class PasswordForm(PasswordViewRestrictionForm):  # type: ignore[misc]
    """Wagtail's, which counts attempts: by page or collection, and by connection."""

    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        # The languages of a page have one password: who guesses has no more attempts because there are nine of them.
        first = private_families.of_one_password(self.restriction)[0]
        secret = Secret(type(first).__name__.casefold(), str(first.pk))
        here, now = address_of(self.request), timezone.now()
        secret.count(here=here, now=now, too_many=TOO_MANY)
        try:
            password = str(super().clean_password())
        except ValidationError:
            raise ValidationError(_("This password is not right. Please type it once more."), code="wrong") from None
        secret.was_known(here=here, now=now)
        return password


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def of_page(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """The password of a private page and of what is below it. Which page was asked for (`page_id`) opens nothing."""
    return _ask_or_open(request, PageViewRestriction, page_view_restriction_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def of_collection(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """The password of a private collection of files."""
    return _ask_or_open(request, CollectionViewRestriction, restriction_id)


def _ask_or_open(request: HttpRequest, kind: type[BaseViewRestriction], pk: int) -> HttpResponse:
    restriction = get_object_or_404(kind, pk=pk, restriction_type=BaseViewRestriction.PASSWORD)
    sent = request.POST if request.method == "POST" else None
    form = PasswordForm(sent, instance=restriction, request=request, initial={"return_url": "/"})
    if not form.is_valid():
        # What is private is not named, by a title or a path.
        known = {"form": form, "action_url": request.path}
        return TemplateResponse(request, settings.WAGTAIL_PASSWORD_REQUIRED_TEMPLATE, known)
    for each in private_families.of_one_password(restriction):
        each.mark_as_passed(request)
    return redirect(_here(form.cleaned_data["return_url"], request))


def _here(address: str, request: HttpRequest) -> str:
    """Return an address of this site's as it was sent, else the front door."""
    is_here = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, request.get_host(), require_https=request.is_secure()
    )
    return address if is_here else "/"


@require_safe
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """The way to what is for some of the staff: their log-in, or a word to who is logged in and not one of them."""
    if request.user.is_authenticated:
        return TemplateResponse(request, "private/for_others.html", status=403)
    answer: HttpResponseRedirect = redirect_to_login(_here(request.GET.get("next", "/"), request))
    return answer
