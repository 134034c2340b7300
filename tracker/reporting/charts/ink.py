"""How each outcome is filled: a texture that survives black and white, and a colour that passes no judgement.

No red and no green: nothing shall be bad or good at first sight. What is decided is dark, what is open is light.
"""

from dataclasses import dataclass
from typing import Literal

from tracker.domain.assessment import Outcome

Texture = Literal["none", "solid", "stripes", "dots", "rows", "cross", "posts", "rings"]
Tone = Literal["sea", "earth", "stone"]

TONES: dict[Tone, str] = {"sea": "#1b4b5a", "earth": "#7a4b12", "stone": "#57534c"}
"""Blue against ochre can be told apart with every usual weakness of colour sight."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A texture in a tone."""

    texture: Texture
    tone: Tone

    @property
    def colour(self) -> str:
        """The tone on paper; pages replace it in the dark."""
        return TONES[self.tone]


INKS: dict[Outcome, Ink] = {
    Outcome.NOT_YET_RATED: Ink("none", "stone"),
    Outcome.IN_PROGRESS: Ink("dots", "sea"),
    Outcome.STALLED: Ink("rings", "earth"),
    Outcome.KEPT_SO_FAR: Ink("rows", "sea"),
    Outcome.FULFILLED: Ink("solid", "sea"),
    Outcome.PARTLY_FULFILLED: Ink("stripes", "sea"),
    Outcome.NOT_FULFILLED: Ink("cross", "earth"),
    Outcome.NOT_TESTABLE: Ink("posts", "stone"),
}
