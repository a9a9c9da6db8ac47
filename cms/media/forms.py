"""The forms by which staff bring pictures and documents: what there is no room for is refused in words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .disk import Disk

NO_ROOM = _(
    "There is no room left on the server’s disk, so the file was not saved. Please tell whoever looks after the "
    "server, and upload it once more when there is room again."
)


class RefusesWithoutRoom(forms.ModelForm):
    """Looks whether a new file fits before it is written: an error beside the field is kinder than one of the server.

    A disk that fills up in between is answered by the site (`cms.core.disk_full`).
    """

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        storage = self.instance.file.storage
        if "file" in self.changed_data and file and isinstance(storage, Disk) and not storage.has_room(file.size):
            raise forms.ValidationError(NO_ROOM, code="disk_full")
        return file


class ImageForm(RefusesWithoutRoom, BaseImageForm):
    pass


class DocumentForm(RefusesWithoutRoom, BaseDocumentForm):
    pass
