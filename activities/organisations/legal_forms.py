"""Legal forms of organisations under Japanese law, named in the visitor's language.

The English names are those of the Japanese Law Translation database (Ministry of Justice) where it has one.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.core.locales import SOURCE_LANGUAGE
from cms.core.untranslated import untranslated

LEGAL_FORMS = {
    "特定非営利活動法人": _("Specified non-profit corporation (NPO)"),
    "認定特定非営利活動法人": _("Certified specified non-profit corporation (NPO)"),
    "一般社団法人": _("General incorporated association"),
    "公益社団法人": _("Public interest incorporated association"),
    "一般財団法人": _("General incorporated foundation"),
    "公益財団法人": _("Public interest incorporated foundation"),
    "財団": pgettext_lazy("legal form", "Foundation"),
    "社会福祉法人": _("Social welfare corporation"),
    "学校法人": _("Incorporated educational institution"),
    "独立行政法人": _("Incorporated administrative agency"),
    "地方公共団体": _("Local government"),
    "株式会社": _("Stock company"),
    "合同会社": _("Limited liability company"),
    "任意団体": _("Unincorporated association"),
    "協議体": pgettext_lazy("legal form", "Council"),
}


def spoken(legal_form: str) -> Any:
    """Return the legal form as people read it: as it was written, or its name in the visitor's language."""
    if (get_language() or SOURCE_LANGUAGE).startswith(SOURCE_LANGUAGE):
        return legal_form
    known = LEGAL_FORMS.get(legal_form.strip())
    return str(known) if known else untranslated(legal_form)
