"""For staff: the screen on which a page is translated, and those about it in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Locale, WorkflowState
from wagtail_localize.models import Translation

from cms.core.locales import SOURCE_LANGUAGE, language_of
from plugins.multilingual.translation import facts, glossary, permissions, services
from plugins.multilingual.translation.comparison import compared
from plugins.multilingual.translation.models import SourceText, TranslatedFrom
from plugins.multilingual.translation.pieces import Piece, pieces_of
from plugins.multilingual.translation.standing import InLanguage, Standing, locales, standings
from plugins.multilingual.translation.words import changes, place_of

from .languages import PageView


class LanguageView(PageView):
    """A screen about a page in one language."""

    locale: Locale

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = {each.language_code: each for each in locales()}
        if kwargs["language"] not in found:
            raise Http404
        self.locale = found[kwargs["language"]]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not permissions.may_translate(request.user, self.page, self.locale):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def standing(self) -> InLanguage:
        return standings([self.page.translation_key], [self.locale])[self.page.translation_key][0]

    def taken_up(self) -> Translation | None:
        """The translation, where the live page was taken up as it is now; else it is taken up by a button."""
        found = services.begun(self.page, locale=self.locale) if self.is_live_source else None
        return found if found is not None and services.is_as_taken_up(found, self.page) else None

    def back(self) -> HttpResponse:
        return redirect("plugins_admin:multilingual:page_languages", self.page.pk)


class TranslateView(LanguageView):
    """The page side by side: the source on one side, its words in the language on the other."""

    def get(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        """Show what was taken up. Nothing is written: a browser that fetches ahead or a second window begins none."""
        translation = self.taken_up()
        return self.back() if translation is None or self.standing.by_hand else self._shown(request, translation)

    def post(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        if not self.is_live_source or self.standing.by_hand:
            return self.back()
        now = timezone.now()
        typed = {
            key: services.Typed(str(text), holds=f"holds-{key}" in request.POST)
            for name, text in request.POST.items()
            if name.startswith("piece-") and (key := name.removeprefix("piece-"))
        }
        has_changed = services.begun(self.page, locale=self.locale) is not None and self.taken_up() is None
        translation = services.start(self.page, locale=self.locale, now=now)
        pieces = services.keep(translation=translation, typed=typed, by=request.user, now=now)
        # Taken up again while she was writing, by her or by somebody else: words for texts that are gone.
        strays = services.keep_strays(translation=translation, typed=typed, pieces=pieces, by=request.user, now=now)
        self._keep_facts(request)
        if strays or (has_changed and {piece.key for piece in pieces} != set(typed)):
            messages.warning(
                request,
                _("The Japanese page was changed while you were writing. Your words are kept; look at what is marked."),
            )
            return self._shown(request, translation, _with_errors_of(pieces, pieces_of(translation)), strays=strays)
        if any(piece.error for piece in pieces):
            messages.error(request, _("Some texts could not be kept. Look at those that are marked."))
            return self._shown(request, translation, pieces)
        if "publish" in request.POST or "hand_in" in request.POST:
            return self._finish(request, translation, pieces)
        messages.success(request, _("Kept. Visitors do not see it before it is published."))
        return redirect(request.path)

    def _facts(self) -> list[facts.FactPiece]:
        return facts.facts_of(self.page, self.locale.language_code, self.page.get_site())

    def _keep_facts(self, request: HttpRequest) -> None:
        """The words of an event's facts are live at once, like the facts themselves."""
        typed = {name.removeprefix("fact-"): str(text) for name, text in request.POST.items() if name[:5] == "fact-"}
        held = {name.removeprefix("fact_holds-") for name in request.POST if name.startswith("fact_holds-")}
        facts.keep_facts(
            self._facts(), typed, held, code=self.locale.language_code, site=self.page.get_site(), now=timezone.now()
        )

    def _finish(self, request: HttpRequest, translation: Translation, pieces: list[Piece]) -> HttpResponse:
        publishes = "publish" in request.POST and permissions.may_publish(request.user, self.page, self.locale)
        try:
            if publishes:
                services.publish(translation=translation, by=request.user, now=timezone.now())
                messages.success(request, _("Published in %(language)s.") % {"language": self._name})
            else:
                services.hand_in(translation=translation, by=request.user)
                messages.success(request, _("Handed in to those who publish."))
        except services.Untranslated as missing:
            text = ngettext(
                "%(number)s text has no translation yet. It is marked below. What you wrote is kept; nothing was published.",  # noqa: E501
                "%(number)s texts have no translation yet. They are marked below. What you wrote is kept; nothing was published.",  # noqa: E501
                missing.number,
            )
            messages.error(request, text % {"number": missing.number})
            return self._shown(request, translation)
        except ValidationError as refused:
            self._mark(pieces, refused)
            messages.error(request, _("The page cannot be put together like this. Look at the texts that are marked."))
            return self._shown(request, translation, pieces)
        return self.back()

    @property
    def _name(self) -> str:
        return language_of(self.locale.language_code).name

    def _mark(self, pieces: list[Piece], refused: ValidationError) -> None:
        """Put what a field refuses beside the text that fills it."""
        errors = refused.message_dict if hasattr(refused, "error_dict") else {}
        for piece in pieces:
            if said := errors.get(piece.path.split(".")[0]):
                piece.error = " ".join(said)

    def _shown(
        self, request: HttpRequest, translation: Translation, pieces: list[Piece] | None = None,
        strays: Sequence[services.Stray] = (),
    ) -> HttpResponse:  # fmt: skip
        pieces = pieces if pieces is not None else pieces_of(translation)
        agreed = glossary.agreed(self.page.get_site(), self.locale.language_code)
        for piece in pieces:
            if piece.translation:
                piece.warnings = glossary.missing(piece.text, piece.translation, agreed)
        language = language_of(self.locale.language_code)
        offered = {words for piece in pieces for words in (piece.translation, piece.before_translation)}
        return self.answer(
            request, "translate",
            _("%(title)s in %(language)s") % {"title": self.page.title, "language": language.name},
            pieces=pieces, facts=self._facts(), language=language, at=self.standing, states=Standing, agreed=agreed,
            changed=[(piece.key, compared(piece.before, piece.text)) for piece in pieces if piece.is_changed],
            done=sum(piece.is_done for piece in pieces), source=language_of(SOURCE_LANGUAGE),
            may_publish=permissions.may_publish(request.user, self.page, self.locale), sent_back=self._sent_back(),
            strays=[each for each in strays if each.words not in offered],
        )  # fmt: skip

    def _sent_back(self) -> Any:
        """The step of the review at which somebody asked for changes, with the remark; None where nobody did."""
        page = self.standing.page
        state = page.current_workflow_state if page is not None else None
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            return None
        return state.current_task_state


def _with_errors_of(kept: list[Piece], fresh: list[Piece]) -> list[Piece]:
    """Return the pieces as they stand now, with what she typed where it could not be kept."""
    wrong = {piece.key: piece for piece in kept if piece.error}
    return [wrong.get(piece.key, piece) for piece in fresh]


class PreviewView(LanguageView):
    """The page in the language as it would be now. What has no words yet stands there in Japanese."""

    def get(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        translation = self.taken_up()
        if translation is None:
            return self.back()
        model = type(self.page)
        stored = model.objects.filter(translation_key=self.page.translation_key, locale=self.locale).first()
        page = services.put_together(translation, page=stored, gaps=True)
        return page.make_preview_request(request, page.default_preview_mode)  # type: ignore[no-any-return]


class ChangesView(LanguageView):
    """What has changed in the source since the page was made from it."""

    def get(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        at = self.standing
        if at.page is None:  # deleted in another window, for one
            messages.info(request, _("There is no page in %(language)s now.") % {"language": at.language.name})
            return self.back()
        made = TranslatedFrom.objects.filter(translation_key=self.page.translation_key, locale=self.locale).first()
        now = SourceText.objects.filter(translation_key=self.page.translation_key).first()
        found = changes(made.words, now.words) if made and made.digest and now else []
        rows = [
            {"place": place_of(self.page, each.path), "was_now": compared(each.before, each.after), "change": each}
            for each in found
        ]
        title = _("Changed in Japanese: %(title)s") % {"title": self.page.title}
        return self.answer(
            request, "changes", title, rows=rows, at=at, states=Standing,
            language=language_of(self.locale.language_code), made=made, now=now,
        )  # fmt: skip

    def post(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        """Whoever looked says that the page in the language is right as it is."""
        page = self.standing.page
        if page is not None and page.live:
            services.is_up_to_date(page, now=timezone.now())
            messages.success(
                request, _("Noted: the page in %(language)s is up to date.") % {"language": language_of(language).name}
            )
        return self.back()


class FreeView(LanguageView):
    """Take a page out of the side-by-side translation: from now on it is written by itself."""

    def post(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        page = self.standing.page
        Translation.objects.filter(source__object_id=self.page.translation_key, target_locale=self.locale).update(
            enabled=False
        )
        messages.success(
            request, _("The page in %(language)s is now written by itself.") % {"language": language_of(language).name}
        )
        return redirect("wagtailadmin_pages:edit", page.pk) if page is not None else self.back()
