"""Booking codes that survive being read out."""

from itertools import combinations

import pytest

from events.registration import codes


def test_a_code_has_ten_letters_and_none_that_are_mistaken_for_another() -> None:
    for _ in range(200):
        code = codes.new_code()
        assert len(code) == 10
        assert not set(code) & set("01IO")


def test_a_new_code_is_valid() -> None:
    assert all(codes.is_valid(codes.new_code()) for _ in range(500))


def test_every_single_wrong_letter_is_found() -> None:
    code = codes.new_code()
    for position in range(10):
        for letter in codes.ALPHABET:
            if letter != code[position]:
                assert not codes.is_valid(code[:position] + letter + code[position + 1 :])


def test_every_two_letters_that_changed_places_are_found() -> None:
    code = codes.new_code()
    for first, second in combinations(range(10), 2):
        letters = list(code)
        letters[first], letters[second] = letters[second], letters[first]
        assert code[first] == code[second] or not codes.is_valid("".join(letters))


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".lower(), "{0[0]}-{0[1]}"])
def test_a_code_is_read_however_it_is_spaced(typed: str) -> None:
    code = codes.new_code()
    assert codes.read_code(typed.format((code[:5], code[5:])) if "[0]" in typed else typed.format(code)) == code


def test_a_code_is_read_in_full_width_and_lower_case() -> None:
    code = codes.new_code()
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code.lower())
    assert codes.read_code(f"{wide[:5]}ー{wide[5:]}") == code


@pytest.mark.parametrize("typed", ["", "あいうえお", "ABC", "A" * 500, "\x00"])
def test_what_is_no_code_is_read_as_none(typed: str) -> None:
    assert codes.read_code(typed) is None


def test_codes_are_shown_in_two_groups() -> None:
    code = codes.new_code()
    assert codes.spaced(code) == f"{code[:5]}-{code[5:]}"
