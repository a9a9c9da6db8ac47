import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.core.accent import (
    DARK_INK,
    DARK_PAPER,
    DARK_SOFT_INK,
    DARK_SURFACE,
    DEFAULT_ACCENT,
    LIGHT_INK,
    LIGHT_PAPER,
    LIGHT_SOFT_INK,
    LIGHT_SURFACE,
    AccentError,
    AccentPalette,
    contrast_ratio,
    darkened,
    mixed,
    normalise_colour,
    relative_luminance,
    validate_accent,
)

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#008000", "#ffffff", 5.14),
        ("#ffff00", "#ffffff", 1.07),
    ],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast_ratio(other, one) == contrast_ratio(one, other)


def test_luminance_goes_from_black_to_white() -> None:
    assert relative_luminance("#000") == 0
    assert relative_luminance("#fff") == pytest.approx(1)


@pytest.mark.parametrize("text", ["#0b5c66", "0B5C66", " #0B5C66 ", "＃０ｂ５ｃ６６"])
def test_a_colour_is_read_however_it_is_typed(text: str) -> None:
    assert normalise_colour(text) == "#0b5c66"


def test_three_digits_are_doubled() -> None:
    assert normalise_colour("#08f") == "#0088ff"


@pytest.mark.parametrize(
    "text",
    ["", "#", "red", "#12", "#1234", "#12345", "#1234567", "#12345678", "#gggggg", "rgb(0,0,0)", "#fff;}", "#fff\x00"],
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(AccentError) as refused:
        validate_accent(text)
    assert refused.value.code == "no_colour"


def test_a_megabyte_is_refused() -> None:
    with pytest.raises(AccentError):
        validate_accent("f" * 1_000_000)


@pytest.mark.parametrize("colour", [DEFAULT_ACCENT, "#000000", "#7a2048", "#1f6b3a", "#0000ff", "#737373"])
def test_a_dark_enough_colour_is_accepted(colour: str) -> None:
    validate_accent(colour)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffff00", "#7fd3dc", "#777777", "#767676", "#ff0000", "#f08300"])
def test_a_colour_that_cannot_be_read_is_refused_with_ratio_and_advice(colour: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_accent(colour)
    message = refused.value.messages[0]
    assert refused.value.code == "too_light"
    assert f"{int(contrast_ratio(colour, LIGHT_PAPER))}." in message
    assert darkened(colour) in message


def test_the_paper_is_stricter_than_white() -> None:
    assert contrast_ratio("#767676", "#ffffff") >= 4.5
    with pytest.raises(AccentError) as refused:
        validate_accent("#767676")
    assert "4.34" in refused.value.messages[0]


@given(colours)
def test_the_suggested_tone_always_passes(colour: str) -> None:
    validate_accent(darkened(colour))


@given(colours)
def test_a_colour_passes_exactly_when_all_three_contrasts_do(colour: str) -> None:
    readable = min(contrast_ratio(colour, LIGHT_PAPER), contrast_ratio(colour, "#ffffff")) >= 4.5
    try:
        validate_accent(colour)
    except AccentError:
        assert not readable
    else:
        assert readable


@given(colours)
def test_every_pair_of_the_palette_can_be_read(colour: str) -> None:
    palette = AccentPalette.of(darkened(colour))
    light, dark = palette.light, palette.dark
    for text, background, least in [
        (light.accent, LIGHT_PAPER, 4.5),
        (light.accent, LIGHT_SURFACE, 4.5),
        (light.accent, light.wash, 4.5),
        (light.ink, light.accent, 4.5),
        (LIGHT_INK, light.wash, 7),
        (LIGHT_SOFT_INK, light.wash, 4.5),
        (dark.accent, DARK_PAPER, 7),
        (dark.accent, DARK_SURFACE, 7),
        (dark.accent, dark.wash, 4.5),
        (dark.ink, dark.accent, 4.5),
        (DARK_INK, dark.wash, 7),
        (DARK_SOFT_INK, dark.wash, 4.5),
    ]:
        assert contrast_ratio(text, background) >= least, (text, background)


@given(colours)
def test_the_light_scheme_keeps_the_colour_of_the_centre(colour: str) -> None:
    chosen = darkened(colour)
    assert AccentPalette.of(chosen).light.accent == chosen


def test_a_colour_that_does_not_pass_has_no_palette() -> None:
    with pytest.raises(AccentError):
        AccentPalette.of("#ffff00")


def test_the_palette_gives_css_tokens_for_both_schemes() -> None:
    tokens = AccentPalette.of("#0B5C66").tokens()
    assert tokens["light"]["--accent"] == "#0b5c66"
    assert {*tokens["light"]} == {*tokens["dark"]} == {"--accent", "--accent-ink", "--accent-wash"}


def test_the_palette_writes_declarations() -> None:
    palette = AccentPalette.of(DEFAULT_ACCENT)
    assert palette.css().splitlines()[0] == f"--accent: light-dark(#0b5c66, {palette.dark.accent});"
    assert len(palette.css().splitlines()) == 3


def test_a_mixture_goes_from_one_colour_to_the_other() -> None:
    assert [mixed("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == ["#ffffff", "#808080", "#000000"]
