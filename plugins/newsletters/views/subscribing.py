"""The page by which somebody asks for letters, and the one that follows whatever is known about the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from cms.core.public_forms import public_form
from cms.mail.models import Channel
from plugins.newsletters import services
from plugins.newsletters.forms import SubscribeForm
from plugins.newsletters.models import Topic
from plugins.newsletters.wording import promises


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the form, and mail a link to whoever sends it."""
    site = Site.find_for_request(request)
    topics = list(Topic.objects.filter(site=site, is_offered=True))
    form = SubscribeForm(
        request.POST if request.method == "POST" else None, request=request, site=site, topics=topics,
        initial={"topics": request.GET.getlist("topic")[:20]} if "topic" in request.GET else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        services.sign_up(
            site=site, address=form.cleaned_data["address"], topics=form.topics,
            frequency=form.cleaned_data["frequency"], area=form.area, locale=form.cleaned_data["language"],
            channel=Channel.WEB, page=request.path, now=timezone.now(),
        )  # fmt: skip
        return HttpResponseRedirect(reverse("plugins:newsletters:sent"), status=303)
    context = {"form": form, "topics": topics, "promises": promises(site=site)}
    return render(request, "newsletters/subscribe.html", context)


@require_safe
@public_form
def sent(request: HttpRequest) -> HttpResponse:
    """The same answer for every address."""
    return render(request, "newsletters/sent.html")
