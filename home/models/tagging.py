"""Keywords on guides and publications: links to core's one vocabulary."""

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase

from cms.core.models import Keyword


class GuideKeyword(ItemBase):
    tag = models.ForeignKey(Keyword, related_name="guide_links", on_delete=models.CASCADE)
    content_object = ParentalKey("home.GuidePage", related_name="keyword_links", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="home_guide_keyword_once"),
        ]


class PublicationKeyword(ItemBase):
    tag = models.ForeignKey(Keyword, related_name="publication_links", on_delete=models.CASCADE)
    content_object = ParentalKey("home.PublicationPage", related_name="keyword_links", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="home_publication_keyword_once"),
        ]
