"""What an English OCR engine makes of German letters: the table that repair searches in reverse.

Observed on pages that were rendered and read with an English model, and on public questionnaires damaged the same way.
A cost is about the negative decimal logarithm of how often the engine reads the letter so: 0.3 is one time in two, 2 is
one time in a hundred.
"""

from dataclasses import dataclass
from itertools import groupby

_ANYWHERE = """
ä    0.1 a A    0.7 é aé éa ea ié    1.0 d i    1.5 e da ad aa 4
ö    0.3 o O    0.5 é d 6    0.7 oé éo dé éd od do ao oö dr dd 6é 6o o6 6O Gé 0    1.2 b 5 8 oo e eo oe G oO d6
ü    0.25 u U    0.4 ii    0.7 i ti li ll it lI Ii    1.0 l t lu ui iu il tu ut du ud lt I
ü    0.7 Uu uU    1.0 iti iui itt    1.3 tt lll ili lli a    1.8 f w y ua urr
ß    0.4 B R l3 f3 lB lR fR fB & 3 i3 I3    0.6 S 8 RR lRR fS f& &S f&S f8 f6 @ ® €
ß    0.8 f li ll Bs sB fs iB iR lii IR IB RB BR lS fi fl
ß    1.1 l s ls p h t g G k fg fk    1.3 fgs fsS fsg    1.5 ss ∅
n    1.5 h ri
m    1.2 rn
rn   1.2 m
l    1.2 i I 1 | li
i    1.3 l 1 I
h    1.5 n li
w    1.3 vv    1.6 v
wi   1.2 vi
d    1.4 cl
c    1.6 e
e    1.6 c é
o    0.8 0    1.5 6 é
a    1.6 é 4
b    1.6 6
fi   0.1 ﬁ
fl   0.1 ﬂ
"""

_AT_START = """
ü    1.0 g i l
ö    0.4 6 0    0.7 oo
ü    0.7 uu
c    0.8 cc
k    0.8 kk
p    0.8 pp
s    0.8 ss
v    0.8 vv
w    0.8 ww
z    0.8 zz
"""
"""Capital umlauts lose their dots to letters that look nothing like the small ones; letters whose capital is but larger
are read as both."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """`read` stands in the text where `intended` was printed; `cost` says how unlikely that is."""

    read: str
    intended: str
    cost: float

    @property
    def name(self) -> str:
        """How the confusion is called in an edit's rule: "ü as ii"."""
        return f"{self.intended} as {self.read or 'nothing'}"


def _rows(table: str) -> list[Confusion]:
    """Each line: the letter that was printed, then costs, each followed by what was read; ∅ is nothing at all."""
    rows = []
    for line in table.split("\n"):
        cost = 0.0
        for cell in line.split()[1:]:
            if cell.replace(".", "").isdigit() and "." in cell:
                cost = float(cell)
            else:
                rows.append(Confusion("" if cell == "∅" else cell, line.split()[0], cost))
    return rows


def _by_first_letter(rows: list[Confusion]) -> dict[str, tuple[Confusion, ...]]:
    ordered = sorted(rows, key=lambda c: c.read[:1])
    return {first: tuple(group) for first, group in groupby(ordered, key=lambda c: c.read[:1])}


CONFUSIONS = _by_first_letter(_rows(_ANYWHERE))
"""Confusions by the first letter of what was read; "" holds letters that vanished."""

CONFUSIONS_AT_START = _by_first_letter(_rows(_AT_START))
"""Those that occur only at the start of a word."""
