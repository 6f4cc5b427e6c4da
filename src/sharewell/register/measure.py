"""How hard a document is: how much is to be read and filled in, and how old somebody must be to read it with ease.

The reading age is the Flesch-Kincaid grade plus five; plain English for the public lies at about 9 to 12. Syllables are
counted by groups of vowels, which is right for nine English words in ten and errs both ways for the rest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

WORDS_A_MINUTE = 200  # read with attention
MINUTES_A_FIELD = 1.5  # to find out, and to write down


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`fields` to fill in, `words` to read, the `reading_age` in years, and `minutes` for both together."""

    fields: int
    words: int
    reading_age: int
    minutes: int


def measure(sentences: Iterable[str], *, fields: int) -> Measured:
    """Measure a text. A heading counts as a sentence, as it is read as one; no text at all measures nothing."""
    said = [each for text in sentences for each in re.split(r"(?<=[.!?:;])\s+", text) if _words(each)]
    words = [word for sentence in said for word in _words(sentence)]
    return Measured(
        fields=fields,
        words=len(words),
        reading_age=reading_age(words, len(said)),
        minutes=math.ceil(len(words) / WORDS_A_MINUTE + fields * MINUTES_A_FIELD),
    )


def reading_age(words: list[str], sentences: int) -> int:
    """In whole years, never below five."""
    if not words:
        return 0
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(5, round(grade + 5))


def syllables(word: str) -> int:
    """How many syllables an English word has, about."""
    plain = word.lower()
    silent = re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouysxzc]es$", plain) is not None
    return max(1, len(re.findall("[aeiouy]+", plain)) - silent)


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+(?:['’-][A-Za-z]+)*", text)
