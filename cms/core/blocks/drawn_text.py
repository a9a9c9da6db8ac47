"""Words inside drawings: SVG breaks no lines by itself."""

import unicodedata

NOT_AT_LINE_START = "、。，．・：；?!？！ー)）」』】〕]ぁぃぅぇぉっゃゅょァィゥェォッャュョ々"


def width(text: str) -> float:
    """Return the width in em: one for full-width characters, a little over half for the others."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)


def lines(text: str, room: float) -> list[str]:
    """Break the text into lines of at most `room` em, Latin words whole where they fit, no line begun by 、 or ー."""
    found: list[str] = [""]
    for piece in _pieces(text):
        if not found[-1] or width(found[-1] + piece.rstrip()) <= room or piece[0] in NOT_AT_LINE_START:
            found[-1] += piece
        else:
            found.append(piece.lstrip())
        while width(found[-1]) > room + 1:
            cut = max(index for index in range(1, len(found[-1])) if width(found[-1][:index]) <= room)
            found[-1:] = [found[-1][:cut], found[-1][cut:]]
    return [line.strip() for line in found if line.strip()] or [""]


def balanced(text: str, room: float) -> list[str]:
    """Break the text into as few lines as `lines` does, none much longer than the others."""
    widest = lines(text, room)
    narrowest = max(width(text) / len(widest), 1.0)
    steps = int((room - narrowest) / 0.5) + 1 if len(widest) > 1 and narrowest < room else 0
    for step in range(steps):
        found = lines(text, narrowest + step * 0.5)
        if len(found) == len(widest) and max(width(line) for line in found) <= room:
            return found
    return widest


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in " ".join(text.split()):
        latin = char.isascii() and char != " "
        if (pieces and latin and pieces[-1][-1].isascii() and pieces[-1][-1] != " ") or (char == " " and pieces):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
