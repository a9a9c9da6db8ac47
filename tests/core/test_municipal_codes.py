"""Codes of prefectures and municipalities: what is taken, what is refused, what an address says."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.core.municipal_codes import PREFECTURES, MunicipalCodeField, check_digit, normalise, prefecture_of


@pytest.mark.parametrize("code", ["221309", "131016", "011002", "271004", "010006", "470007"])
def test_the_check_digit_of_codes_that_were_given(code):
    assert check_digit(code[:5]) == code[5]


@pytest.mark.parametrize("base", ["", "2213", "221309", "２２１３０", "2213a"])
def test_a_check_digit_follows_five_digits(base):
    with pytest.raises(ValueError, match="five digits"):
        check_digit(base)


@pytest.mark.parametrize("typed", ["221309", "22130", "２２１３０９", " 22130-9 ", "22130ー9"])
def test_a_code_is_taken_however_it_is_typed(typed):
    assert normalise(typed) == "221309"


@pytest.mark.parametrize("typed", ["2213", "2213090", "浜松市", "482013", "002011", "22130\x00", "1" * 1_000_000])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        normalise(typed)
    assert refused.value.code == "wrong_form"


@pytest.mark.parametrize("typed", ["221308", "223109"])
def test_a_wrong_digit_is_noticed(typed):
    with pytest.raises(ValidationError) as refused:
        normalise(typed)
    assert refused.value.code == "wrong_check_digit"


@given(st.integers(1, 47), st.integers(0, 999))
def test_a_code_with_its_check_digit_is_taken_as_it_is(prefecture, rest):
    base = f"{prefecture:02}{rest:03}"
    assert normalise(base) == normalise(base + check_digit(base)) == base + check_digit(base)


def test_there_are_47_prefectures():
    assert len({each.name for each in PREFECTURES}) == 47
    assert [each.name for each in PREFECTURES if each.name[-1] not in "県府"] == ["北海道", "東京都"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("静岡県浜松市中央区中央1-12-1", "220001"),
        ("〒430-0929 静岡県浜松市", "220001"),
        ("〒４３０－０９２９\u3000静岡県浜松市", "220001"),
        ("東京都千代田区", "130001"),
        ("京都府京都市", "260002"),
    ],
)
def test_an_address_says_its_prefecture(address, code):
    assert prefecture_of(address).code == code


@pytest.mark.parametrize("address", ["", "架橋市中央1-2-3", "浜松市(静岡県)", "430-0929"])
def test_an_address_without_a_prefecture_says_none(address):
    assert prefecture_of(address) is None


def test_the_field_of_a_form_takes_full_width_digits_and_nothing():
    field = MunicipalCodeField().formfield()
    assert field.clean("２２１３０－９") == "221309"
    assert field.clean("") == ""
    with pytest.raises(ValidationError):
        field.clean("あ" * 1_000_000)
