"""Numbers as sources give them: 約90人, 3回程度, 17団体など, 約1,200万円, 3〜4回.

What makes a number less than exact is part of the fact. It is kept word for word, written back in the same place and
carried over into other languages; a text that is not understood whole is refused rather than shortened.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from cms.core.approximate_words import AFTER, BEFORE, BETWEEN, FREQUENCIES, PATTERNS, RANGE, UNITS, Qualifier
from cms.core.numerals import KANJI_NUMERAL_CHARS, half_width, read_kanji

MAX_INPUT_LENGTH = 100
# With the greatest scale behind it a count still fits the 28 digits that Decimal calculates with exactly.
MAX_DIGITS = 15

SCALES: Mapping[str, int] = MappingProxyType(
    {
        **{"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7},
        **{"億": 10**8, "百億": 10**10, "千億": 10**11, "兆": 10**12},
    }
)


class ApproximateNumberError(ValidationError):
    """A text that is no number with its qualifiers; ``messages[0]`` is meant for the person who typed it."""


def _unreadable() -> ApproximateNumberError:
    return ApproximateNumberError(
        _("This cannot be read as a number. Write it like 約90人, 3回程度, 17団体など, 約1,200万円 or 3〜4回."),
        code="unreadable_number",
    )


@dataclass(frozen=True)
class Figure:
    """One number and the way it is written. Two figures are equal when they mean the same number.

    Attributes:
        value: the number meant, so 12000000 for 1,200万.
        scales: the units it is written in, greatest first: ("万",) for 1,200万, ("億", "万") for 1億2,000万, ("",).
        commas: whether thousands are set apart; 2004年 has none.
    """

    value: Decimal
    scales: tuple[str, ...] = field(default=("",), compare=False)
    commas: bool = field(default=True, compare=False)

    def __str__(self) -> str:
        text, rest = "", self.value
        for scale in self.scales[:-1]:
            count, rest = divmod(rest, SCALES[scale])
            text += f"{self._digits(count)}{scale}" if count else ""
        if rest or not text:
            text += f"{self._digits(rest / SCALES[self.scales[-1]])}{self.scales[-1]}"
        return text

    def in_digits(self) -> str:
        """Return the number without 万 and 億, for languages that do not count by them."""
        return _digits(self.value, commas=self.commas or self.scales != ("",))

    def without_scale(self) -> str:
        """Return "3" for 3万, where the scale stands at the other end of a range."""
        return self._digits(self.value / SCALES[self.scales[-1]])

    def _digits(self, value: Decimal) -> str:
        return _digits(value, commas=self.commas)


def _digits(value: Decimal, *, commas: bool) -> str:
    text = f"{value:,f}" if commas else f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class ApproximateNumber:
    """A number or a range with its unit and every word that qualifies it.

    Attributes:
        low: the number, or the lower end of a range.
        high: the upper end of a range, else None.
        unit: as written, 人, 回, 円; may be empty.
        before: qualifying words before the number in their order, each a key of ``BEFORE``.
        between: 余 and the like between number and unit, or empty.
        after: qualifying words after the unit in their order, each a key of ``AFTER``.
    """

    low: Figure
    high: Figure | None = None
    unit: str = ""
    before: tuple[str, ...] = ()
    between: str = ""
    after: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "ApproximateNumber":
        """Read 約90人, およそ３回, 3〜4回程度, 90余名, 約1億2,000万円, 2.5万人以上, 年3回ほど, 約九十人 and the like.

        In 3〜4万円 the 万 counts for both ends.

        Raises:
            ApproximateNumberError: it is no number, has something beside it that would be lost, or is a range that ends
                below its beginning.
        """
        match = _TEXT.fullmatch(half_width(text)) if len(text) <= MAX_INPUT_LENGTH else None
        if not match:
            raise _unreadable()
        low, high = _read_range(match)
        if high is not None and high.value < low.value:
            raise ApproximateNumberError(
                _("The range ends with a smaller number than it begins with."), code="range_reversed"
            )
        return cls(
            low=low,
            high=high,
            unit=match["unit"],
            before=tuple(_BEFORE_WORD.findall(match["before"])),
            between=match["between"] or "",
            after=tuple(_AFTER_WORD.findall(match["after"])),
        )

    @property
    def qualifiers(self) -> tuple[Qualifier, ...]:
        """What the words around the number say, in their order."""
        between = (AFTER[self.between],) if self.between else ()
        return (*(BEFORE[word] for word in self.before), *between, *(AFTER[word] for word in self.after))

    @property
    def is_exact(self) -> bool:
        """Whether it is one number that nothing qualifies; "in total" and "a year" do not."""
        return self.high is None and {Qualifier.IN_TOTAL, *FREQUENCIES}.issuperset(self.qualifiers)

    @property
    def value(self) -> Decimal:
        """The number, or the lower end of a range, for sorting and charts."""
        return self.low.value

    def label_ja(self) -> str:
        """Return the number as it is written in Japanese, every word in its place."""
        return f"{''.join(self.before)}{self._range_ja()}{self.between}{self.unit}{''.join(self.after)}"

    def label_en(self) -> str:
        """Return "about 90 people", "about 3 to 4 times a year", "17 groups and others"."""
        return self._translated("en")

    def label(self, language: str | None = None) -> str:
        """Return the number in a language, the active one when None. A unit without a translation stays Japanese."""
        code = ((get_language() if language is None else language) or "en").lower()
        return self.label_ja() if code.split("-")[0] == "ja" else self._translated(code)

    def __str__(self) -> str:
        return self.label()

    def _translated(self, language: str) -> str:
        with override(language):
            number = self.low.in_digits()
            if self.high is not None:
                number = RANGE % {"low": number, "high": self.high.in_digits()}
            text = self._with_unit(number)
            # a frequency stands last; saying "about" twice adds nothing
            for meaning in sorted(dict.fromkeys(self.qualifiers), key=FREQUENCIES.__contains__):
                text = PATTERNS[meaning] % {"number": text}
            return str(text)

    def _with_unit(self, number: str) -> str:
        if self.unit in UNITS:
            is_one = self.high is None and self.value == 1
            return str(UNITS[self.unit] % {"number": number, "count": 1 if is_one else 2})
        return f"{number} {self.unit}" if self.unit and self.unit != "%" else f"{number}{self.unit}"

    def _range_ja(self) -> str:
        if self.high is None:
            return str(self.low)
        if len(self.low.scales) == 1 and self.low.scales == self.high.scales and self.low.value < self.high.value:
            return f"{self.low.without_scale()}〜{self.high}"
        if not _scale_spreads(self.low, self.high):
            return f"{self.low}〜{self.high}"
        # "5〜6万" would be read as 5万: the unit, or else plain digits, keep the ends apart
        return f"{self.low}{self.unit}〜{self.high}" if self.unit else f"{self.low}〜{self.high.in_digits()}"


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PART = re.compile(
    rf"(?:(?P<digits>{_DIGITS})\s*(?P<scale>{_any_of(filter(None, SCALES))})?"
    rf"|(?P<kanji>[{KANJI_NUMERAL_CHARS}]+)(?P<myriad>[万億兆])?)\s*",
    re.ASCII,
)
_FIGURE = rf"[\d{KANJI_NUMERAL_CHARS}](?:[\d.,\s{KANJI_NUMERAL_CHARS}万億兆]*[\d{KANJI_NUMERAL_CHARS}万億兆])?"
_WORD = r"(?:[^\W\d]|[%‰°])"
_UNIT = rf"(?:[a-z]{{1,2}}[23]|{_WORD}(?:{_WORD}|[/・ ])*?)"
_BEFORE_WORD = re.compile(_any_of(BEFORE))
_AFTER_WORD = re.compile(_any_of(AFTER))
_TEXT = re.compile(
    rf"(?P<before>(?:(?:{_any_of(BEFORE)})\s*)*)"
    rf"(?P<low>{_FIGURE})\s*"
    rf"(?:(?P<low_unit>{_UNIT})??\s*(?:[〜~–—-]|から)\s*(?P<high>{_FIGURE})\s*)?"
    rf"(?P<between>{_any_of(BETWEEN)})?(?P<unit>(?:{_UNIT})??)\s*"
    rf"(?P<after>(?:(?:{_any_of(AFTER)})\s*)*)"
)


def _read_range(match: re.Match[str]) -> tuple[Figure, Figure | None]:
    low = _read_figure(match["low"])
    if match["high"] is None:
        return low, None
    high = _read_figure(match["high"])
    if match["low_unit"]:
        if match["low_unit"] != match["unit"]:
            raise _unreadable()
    elif _scale_spreads(low, high):
        low = Figure(low.value * SCALES[high.scales[0]], high.scales[:1], low.commas)
    return low, high


def _scale_spreads(low: Figure, high: Figure) -> bool:
    """Whether a reader takes the scale of the upper end for the lower one too: in 3〜4万 yes, in 9,000〜1万 no."""
    return low.scales == ("",) and high.scales[0] != "" and low.value < high.value / SCALES[high.scales[0]]


def _read_figure(text: str) -> Figure:
    """Add up 1億2,000万; each part must be smaller than the unit before it."""
    total, scales, position, ceiling = Decimal(0), [], 0, Decimal("Infinity")
    commas = True
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            raise _unreadable()
        scale, count = part["scale"] or part["myriad"] or "", _read_count(part)
        amount = count * SCALES[scale]
        has_fraction = "." in (part["digits"] or "")
        if amount >= ceiling or (has_fraction and part.end() < len(text)):  # only the last part may have a fraction
            raise _unreadable()
        total, ceiling, position = total + amount, Decimal(SCALES[scale]), part.end()
        scales.append(scale)
        commas = commas and not re.fullmatch(r"\d{4,}(\.\d+)?", part["digits"] or "")
    return Figure(total, tuple(scales), commas)


def _read_count(part: re.Match[str]) -> Decimal:
    numeral = (part["digits"] or part["kanji"]).replace(",", "")
    if len(numeral) > MAX_DIGITS:
        raise ApproximateNumberError(
            _("This number is too long: at most %(most)s digits."), code="too_many_digits", params={"most": MAX_DIGITS}
        )
    if part["digits"]:
        return Decimal(numeral)
    try:
        return Decimal(read_kanji(numeral))
    except ValueError:
        raise _unreadable() from None
