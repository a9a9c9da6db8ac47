"""What somebody may have meant who found nothing: the nearest of the words that the site uses."""

from collections.abc import Mapping, Sequence

from .analysis import fold

#: Longer input is not a mistyped word.
MAX_LENGTH = 40


def suggestions(typed: str, words: Mapping[str, Sequence[str]], *, limit: int = 3) -> list[str]:
    """The words nearest to ``typed``, the nearest first.

    Two words that are written alike but for their capitals are one.
    ``words`` maps each word to its other forms (reading, other names), which count as much as the word. About one
    wrong character in three is forgiven; a word that folds to just what was typed is no suggestion.
    """
    query = _compact(typed[: MAX_LENGTH + 1])
    if not 2 <= len(query) <= MAX_LENGTH:
        return []
    found = []
    for word, others in words.items():
        forms = [_compact(form[: MAX_LENGTH * 2]) for form in (word, *others)]
        if forms[0] == query:
            continue
        distances = [(_distance(query, form, at_most=_forgiven(query, form)), -len(form)) for form in forms if form]
        within = [found for found in distances if found[0] is not None]
        if within:
            found.append((*min(within), word))
    nearest: dict[str, str] = {}
    for _distance_and_length, _more, word in sorted(found):
        nearest.setdefault(_compact(word), word)
    return list(nearest.values())[:limit]


def edit_distance(one: str, other: str) -> int:
    """Characters to add, drop, change or swap with their neighbour to make ``one`` into ``other``."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, character in enumerate(one, start=1):
        current = [row]
        for column, opposite in enumerate(other, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (character != opposite))
            swapped = row > 1 and column > 1 and character == other[column - 2] and one[row - 2] == opposite
            current.append(min(cost, before_last[column - 2] + 1) if swapped else cost)
        before_last, last = last, current
    return last[-1]


def _distance(query: str, form: str, *, at_most: int) -> int | None:
    if abs(len(query) - len(form)) > at_most:
        return None
    distance = edit_distance(query, form)
    return distance if distance <= at_most else None


def _forgiven(query: str, form: str) -> int:
    return min(max(len(query), len(form)) // 3, 3)


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")
