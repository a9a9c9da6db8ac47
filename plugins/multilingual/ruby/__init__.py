"""Furigana: which kanji are read how, and the mark-up that says so."""
