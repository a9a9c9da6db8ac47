from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

from .models import Tool


def tools(request: HttpRequest) -> HttpResponse:
    """Everything that this centre lends."""
    rows = Tool.objects.filter(site=Site.find_for_request(request))
    return render(request, "toolbox/list.html", {"tools": rows})


def all_tools(request: HttpRequest) -> HttpResponse:
    """The same for staff."""
    return render(request, "toolbox/admin.html", {"tools": Tool.objects.all()})
