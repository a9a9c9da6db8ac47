"""Pictures in the sizes that a page needs, found with one query for all pictures of a stream."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

SMALL, LARGE = "width-480|format-webp", "width-960|format-webp"


@dataclass(frozen=True)
class Picture:
    src: str
    srcset: str
    width: int
    height: int


def picture_of(image: Any) -> Picture | None:
    """Return the addresses of the image in two sizes; None when its file is gone or cannot be read."""
    try:
        renditions = image.get_renditions(SMALL, LARGE)
    except (SourceImageIOError, InvalidFilterSpecError):
        return None
    small, large = renditions[SMALL], renditions[LARGE]
    sizes = [small] if small.width == large.width else [small, large]
    srcset = ", ".join(f"{rendition.url} {rendition.width}w" for rendition in sizes)
    return Picture(large.url, srcset, large.width, large.height)


class PictureChooserBlock(ImageChooserBlock):
    """An image chooser that reads all images of a stream together with their renditions."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        wanted = list(values)
        known = {value for value in wanted if value is not None}
        images = self.model_class.objects.prefetch_renditions(SMALL, LARGE).in_bulk(known) if known else {}
        return [images.get(value) for value in wanted]
