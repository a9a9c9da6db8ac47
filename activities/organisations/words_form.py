"""The form of an organisation's words, with the form of its facts inside."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.typed_as_typed import take_whole_pastes

PREFIX = "facts"


class WordsForm(WagtailAdminModelForm):
    """One screen, two fates: the facts are saved live at once, the words become a draft.

    `facts` is the form of the organisation. It is validated together with the words, so that neither is saved when
    the other is wrong, and never relaxed for a draft, because it goes live.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Which fields the facts have is declared beside their panels, and panels are bound when models are loaded.
        from .fact_panels import facts_form_class

        data, files = (args[0] if args else kwargs.get("data")), kwargs.get("files")
        self.facts = facts_form_class()(
            data, files, instance=self.instance.organisation, prefix=PREFIX, for_user=kwargs.get("for_user")
        )
        self.facts_are_saved = False
        take_whole_pastes(self)
        take_whole_pastes(self.facts)

    def is_valid(self) -> bool:
        words, facts = super().is_valid(), self.facts.is_valid()
        return words and facts

    def has_changed(self) -> bool:
        return super().has_changed() or self.facts.has_changed()

    def save(self, commit: bool = True) -> Any:
        """Save the words. Facts are saved by `save_facts`; without it, as in a preview, they stay in memory."""
        if not self.facts_are_saved:
            self.instance.organisation = self.facts.save(commit=False)
        return super().save(commit=commit)

    def save_facts(self) -> Any:
        """Save the facts at once and return the organisation."""
        self.instance.organisation = self.facts.save()
        self.facts_are_saved = True
        return self.instance.organisation

    def is_multipart(self) -> bool:
        return super().is_multipart() or self.facts.is_multipart()

    @property
    def media(self) -> Any:
        return super().media + self.facts.media
