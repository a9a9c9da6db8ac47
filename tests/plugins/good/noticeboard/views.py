from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from .models import Notice


def board(request: HttpRequest) -> HttpResponse:
    """Everything that hangs on the board."""
    notices = Notice.objects.filter(site=Site.find_for_request(request))
    return render(request, "noticeboard/board.html", {"notices": notices})
