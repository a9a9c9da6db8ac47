from django.db import models


class Row(models.Model):
    """Hangs on a page and on a site, so that deleting those looks for rows in a table that is not there."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.PROTECT, related_name="+")
