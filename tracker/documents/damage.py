"""The damage gauge: was this German text read by an OCR engine that knows no umlauts?"""

import re

from tracker.domain.questionnaire import Damage

LOWEST_SHARE = 0.004
"""Clean German has 2.3-2.6 % umlauts, damaged text 0.00-0.03 % (measured on the development texts)."""

FEWEST_LETTERS = 400
"""In less text than this the share says nothing; such text counts as clean."""

_LETTER = re.compile(r"[^\W\d_]")
_UMLAUT = re.compile(r"[äöüßÄÖÜẞ]")


def gauge(text: str) -> Damage:
    """The share of umlauts and what it says; pure, linear in the text."""
    letters = len(_LETTER.findall(text))
    share = len(_UMLAUT.findall(text)) / letters if letters else 0.0
    return Damage(damaged=letters >= FEWEST_LETTERS and share < LOWEST_SHARE, umlaut_share=share, letters=letters)
