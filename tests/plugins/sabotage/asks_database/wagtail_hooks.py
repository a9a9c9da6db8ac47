from wagtail.models import Site

SITES = list(Site.objects.all())
