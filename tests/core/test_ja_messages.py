"""What a person reads who types something that cannot be taken, in Japanese."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cms.core import accent, corporate_number, readings
from cms.core.approximate import ApproximateNumber
from cms.core.eras import PartialDate
from cms.core.fiscal_year import FiscalYear, FiscalYearRange


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (lambda: PartialDate.parse("平成32年"), "平成32年はありません。平成は平成31年までです。"),
        (lambda: PartialDate.parse("H31.2.30"), "2019年2月は28日までです。"),
        (lambda: PartialDate.parse("平成0年"), "平成0年はありません。最初の年は平成元年(1989年)です。"),
        (lambda: FiscalYear.parse("いつか"), "「平成31年度」「H31」「令和元年度」「R1」「2019」"),
        (lambda: FiscalYear.parse("16"), "「16」だけでは、どの元号か分かりません。"),
        (lambda: FiscalYearRange.of_years(2005, 2001), "終了年度(2001年度)が開始年度(2005年度)より前"),
        (lambda: ApproximateNumber.parse("たくさん"), "「約90人」「3回程度」"),
        (lambda: corporate_number.normalise("8000012050002"), "検査用数字が合いません"),
        (lambda: readings.validate_reading("市民"), "かなでない文字：市民"),
        (lambda: accent.validate_accent("#ffff00"), "コントラスト比は1.02:1ですが、4.5:1以上が必要です。"),
    ],
)
def test_a_refusal_is_said_in_japanese(action: Callable[[], object], message: str) -> None:
    with translation.override("ja"), pytest.raises(ValidationError) as refused:
        action()
    with translation.override("ja"):
        assert message in refused.value.messages[0]
