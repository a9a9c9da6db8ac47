from contextlib import suppress

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.core.corporate_number import (
    FORMAT_IS_RIGHT,
    CorporateNumberError,
    CorporateNumberField,
    CorporateNumberModelField,
    check_digit,
    grouped,
    has_right_format,
    normalise,
    validate_corporate_number,
)

TAX_AGENCY = "7000012050002"  # published by the National Tax Agency as its own
bases = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    "number",
    [TAX_AGENCY, "7123456789012", "7010705000725", "4011001098993"],
)
def test_known_numbers_have_the_right_check_digit(number: str) -> None:
    assert check_digit(number[1:]) == number[0]
    assert has_right_format(number)


@given(bases)
def test_the_check_digit_is_between_1_and_9(base: str) -> None:
    assert check_digit(base) in "123456789"


@given(bases, st.integers(0, 11), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_found_unless_0_and_9_are_mixed_up(base: str, place: int, digit: str) -> None:
    changed = base[:place] + digit + base[place + 1 :]
    same = base[place] == digit or {base[place], digit} == {"0", "9"}
    assert (check_digit(changed) == check_digit(base)) is same


@pytest.mark.parametrize("digit", "012345689")
def test_every_other_check_digit_is_refused(digit: str) -> None:
    with pytest.raises(CorporateNumberError) as refused:
        normalise(digit + TAX_AGENCY[1:])
    assert refused.value.code == "wrong_check_digit"


@pytest.mark.parametrize("base", ["", "1", "1" * 13, "00001205000x", "００００１２０５０００２"])
def test_the_check_digit_needs_twelve_digits(base: str) -> None:
    with pytest.raises(ValueError, match="twelve digits"):
        check_digit(base)


@pytest.mark.parametrize(
    "text",
    [
        TAX_AGENCY,
        " 7000012050002 ",
        "７０００012050002",
        "7-0000-1205-0002",
        "7 0000 1205 0002",
        "７　００００　１２０５　０００２",
        "７－００００－１２０５－０００２",
        "7‐0000–1205—0002",
        "7ー0000ｰ1205−0002",
        "T7000012050002",
        "t7000012050002",
        "Ｔ７０００012050002",
        "T 7000012050002",
        "T-7000012050002",
        "7000012050002\n",
    ],
)
def test_every_way_of_typing_gives_thirteen_digits(text: str) -> None:
    assert normalise(text) == TAX_AGENCY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "wrong_length"),
        ("7", "wrong_length"),
        ("000012050002", "company_register_number"),
        ("0000-12-050002", "company_register_number"),
        ("70000120500021", "wrong_length"),
        ("0000000000000", "wrong_check_digit"),
        ("TT7000012050002", "not_digits"),
        ("7000012050002T", "not_digits"),
        ("700001205000O", "not_digits"),
        ("7.000012050002", "not_digits"),
        ("٧000012050002", "not_digits"),
        ("7000012\x00050002", "not_digits"),
        ("1" * 1_000_000, "wrong_length"),
    ],
)
def test_what_is_no_corporate_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(CorporateNumberError) as refused:
        normalise(text)
    assert refused.value.code == code
    assert refused.value.messages[0]


@given(bases)
def test_a_grouped_number_reads_back(base: str) -> None:
    number = check_digit(base) + base
    assert normalise(grouped(number)) == normalise(f"T{number}") == number


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(CorporateNumberError):
        assert has_right_format(normalise(text))


def test_a_number_is_grouped_as_on_forms() -> None:
    assert grouped(TAX_AGENCY) == "7-0000-1205-0002"
    assert grouped("") == ""


def test_the_good_news_does_not_claim_that_the_number_exists() -> None:
    assert "exist" not in str(FORMAT_IS_RIGHT)


def test_the_validator_wants_the_stored_form() -> None:
    validate_corporate_number(TAX_AGENCY)
    with pytest.raises(ValidationError):
        validate_corporate_number("T7000012050002")


class NumberForm(forms.Form):
    number = CorporateNumberField(required=False)


def test_the_form_field_gives_thirteen_digits() -> None:
    form = NumberForm({"number": "Ｔ７－００００－１２０５－０００２"})
    assert form.is_valid()
    assert form.cleaned_data == {"number": TAX_AGENCY}


def test_the_form_field_keeps_what_was_typed_beside_the_message() -> None:
    form = NumberForm({"number": "8-0000-1205-0002"})
    assert not form.is_valid()
    assert form.errors["number"]
    assert 'value="8-0000-1205-0002"' in str(form["number"])


def test_the_form_field_may_be_empty() -> None:
    assert NumberForm({"number": " "}).is_valid()


def test_hyphens_are_no_change() -> None:
    field = CorporateNumberField()
    assert not field.has_changed(TAX_AGENCY, "7-0000-1205-0002")
    assert field.has_changed(TAX_AGENCY, "")
    assert field.has_changed(TAX_AGENCY, "x")
    assert not CorporateNumberField(disabled=True).has_changed(TAX_AGENCY, "x")


def test_the_model_field_leaves_room_for_hyphens_in_the_input() -> None:
    field = CorporateNumberModelField(blank=True).formfield()
    assert isinstance(field, CorporateNumberField)
    assert "maxlength" not in field.widget.attrs
    assert field.clean("T7-0000-1205-0002") == TAX_AGENCY


def test_the_model_field_deconstructs_as_itself() -> None:
    field = CorporateNumberModelField(blank=True)
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == ("cms.core.corporate_number.CorporateNumberModelField", [], {"blank": True})
    assert CorporateNumberModelField(*args, **kwargs).max_length == 13


def test_the_model_field_normalises_and_refuses() -> None:
    field = CorporateNumberModelField(blank=True)
    assert field.clean("7-0000-1205-0002", None) == TAX_AGENCY
    assert field.clean("", None) == ""
    with pytest.raises(ValidationError):
        field.clean("8000012050002", None)
