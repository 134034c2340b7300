"""Word classes and base forms in context, by HanTa; slips that matter to the rules are corrected here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from tracker.german.sentences import Token

LONGEST_WORD = 60
"""HanTa's analysis grows with the square of a word's length; longer strings are no words."""

LONGEST_SENTENCE = 200
"""Tokens tagged at once."""

MODALS = {
    "wollen": ("will", "wollen", "wollte", "wollten", "willst", "wollt"),
    "möchten": ("möchte", "möchten"),
    "sollen": ("soll", "sollen", "sollte", "sollten"),
    "müssen": ("muss", "muß", "müssen", "müsste", "müssten", "musste", "mussten"),
    "können": ("kann", "können", "könnte", "könnten", "konnte", "konnten"),
    "dürfen": ("darf", "dürfen", "dürfte", "dürften", "durfte", "durften"),
}
AUXILIARIES = {
    "werden": ("werde", "werden", "wird", "wirst", "werdet", "wurde", "wurden", "würde", "würden"),
    "haben": ("habe", "haben", "hat", "habt", "hatte", "hatten", "hätte", "hätten"),
    "sein": ("bin", "ist", "sind", "seid", "war", "waren", "wäre", "wären", "sei", "seien"),
}
PARTICLES = frozenset(
    {
        "ab",
        "an",
        "auf",
        "aus",
        "bei",
        "durch",
        "ein",
        "fest",
        "fort",
        "her",
        "hin",
        "mit",
        "nach",
        "um",
        "vor",
        "weg",
        "weiter",
        "zu",
        "zurück",
        "zusammen",
        "bereit",
        "frei",
    }
)
"""Verb particles that other word classes look like; at the end of a stretch they close the predicate."""

_INNER_ZU = re.compile(
    rf"(?P<particle>{'|'.join(sorted(PARTICLES - {'zu', 'her'}, key=len, reverse=True))})zu"
    r"(?!füg|komm|zieh|zähl|gewinn)(?P<verb>\w{3,}n)"
)
"""An infinitive with its "zu" inside ("hinzuweisen"); "hinzufügen" is none."""

_LIKE_PARTICLES = {"ART", "PIS", "APPR", "PTKA", "ADV", "PTKZU", "ADJ(D)", "XY", "FM"}

_AUXILIARY = {form: lemma for lemma, forms in (MODALS | AUXILIARIES).items() for form in forms}
_BASE_FORMS = {"wollen", "sollen", "müssen", "können", "dürfen", "werden", "haben", "sein", "worden"}
_PARTICLE_TAG = {
    "sodass": "KOUS",
    "weswegen": "KOUS",
    "wenngleich": "KOUS",
    "sofern": "KOUS",
    "soweit": "KOUS",
    "nicht": "PTKNEG",
    "weder": "PTKNEG",
    "und": "KON",
    "oder": "KON",
    "sowie": "KON",
    "&": "KON",
    "zu": "PTKZU",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A token in its sentence: STTS-like `tag` ("VV(FIN)", "NN", "KOUS", …), `lemma` of verbs, else the text."""

    text: str
    start: int
    end: int
    tag: str
    lemma: str

    @property
    def low(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @property
    def verb(self) -> bool:
        """Whether it is any form of a verb."""
        return self.tag[:2] in {"VV", "VA", "VM"}

    @property
    def finite(self) -> bool:
        """Whether it is a finite verb."""
        return self.verb and self.tag.endswith(("(FIN)", "(IMP)"))


def tagged(sentence: Sequence[Token]) -> list[Word]:
    """The tokens of one sentence with their tags and lemmas."""
    words: list[Word] = []
    for start in range(0, len(sentence), LONGEST_SENTENCE):
        words += _tagged(sentence[start : start + LONGEST_SENTENCE])
    return words


@cache
def _tagger() -> Any:
    from HanTa.HanoverTagger import HanoverTagger  # noqa: PLC0415  # 0.4 s of loading, only where tags are wanted

    class Remembering(HanoverTagger):  # type: ignore[misc]  # HanTa has no types
        """Most words come again: the analysis of a word form is computed once."""

        @lru_cache(maxsize=100_000)  # noqa: B019  # one tagger lives as long as the program
        def analyze_forward(self, word: str) -> list[tuple[int, float]]:
            return list(super().analyze_forward(word))

    return Remembering("morphmodel_ger.pgz")


@lru_cache(maxsize=100_000)
def _analyzed(word: str, tag: int) -> str:
    return str(_tagger()._analyze(word, tag)[0])  # noqa: SLF001  # the public call would tag the word again


def _tagged(tokens: Sequence[Token]) -> list[Word]:
    tagger = _tagger()
    texts = [t.text if len(t.text) <= LONGEST_WORD else "x" for t in tokens]
    try:
        tags = tagger.tag_sent_viterbi(texts)
    except (KeyError, IndexError, ValueError):
        # No path through the tag model: a string of signs rather than a sentence.
        tags = [tagger.tag2int["XY"]] * len(texts)
    words = []
    for token, text, tag in zip(tokens, texts, tags, strict=True):
        name = tagger.int2tag[tag]
        lemma = _analyzed(text, tag) if name.startswith("V") else text
        words.append(_with_inner_zu(_corrected(Word(token.text, token.start, token.end, name, lemma))))
    return _repaired_context(words)


def _corrected(word: Word) -> Word:
    low = word.low
    if low in _AUXILIARY:
        kind = "VM" if _AUXILIARY[low] in MODALS else "VA"
        keep = word.tag.endswith("(INF)") and low in _BASE_FORMS
        return replace(word, tag=f"{kind}(INF)" if keep else f"{kind}(FIN)", lemma=_AUXILIARY[low])
    if low in _PARTICLE_TAG and not (low == "zu" and word.tag in {"APPR", "PTKVZ", "PTKA"}):
        return replace(word, tag=_PARTICLE_TAG[low])
    if word.tag != "KON" and word.tag[0] != "$" and not any(c.isalnum() for c in low):
        return replace(word, tag="$(")
    if word.tag == "FM" and word.text[:1].isupper() and any(c.islower() for c in word.text):
        return replace(word, tag="NN")  # an English word in a German sentence is a noun: "Workshops"
    if word.tag == "VV(PP)" and low.endswith("ieren") and word.text.islower():
        return replace(word, tag="VV(INF)", lemma=low)  # participles of these verbs end in -iert
    return replace(word, tag="PPER") if low in {"wir", "ich"} else word


def _with_inner_zu(word: Word) -> Word:
    """The word with the tag of an infinitive with "zu" where it hides one: "hinzuweisen", "abzupollern"."""
    unknown = word.tag == "ADJ(D)" or (word.tag == "NN" and word.text.islower())
    hides = word.tag in {"VV(INF)", "VV(FIN)"} or (unknown and word.low.endswith(("en", "eln", "ern")))
    inner = _INNER_ZU.fullmatch(word.low) if hides else None
    return word if inner is None else replace(word, tag="VV(IZU)", lemma=inner["particle"] + inner["verb"])


def _looks_finite(words: list[Word], index: int) -> bool:
    """A form like "unterstützt" or "verfolgt" with its object behind it."""
    low = words[index].low
    follows = words[index + 1].tag if index + 1 < len(words) else ""
    ambiguous = low.endswith("t") and not low.startswith("ge")
    by = index + 1 < len(words) and words[index + 1].low in {"von", "durch"}
    return (
        ambiguous
        and not by
        and follows in {"ART", "PPOSAT", "PIAT", "PRF", "PPER", "ADJ(A)", "NN", "PDAT", "APPR", "PTKNEG"}
    )


def _closes_future(words: list[Word], index: int) -> bool:
    """Whether a form that is infinitive and participle alike ("vergeben") closes "wir werden" or a modal verb.

    "Sie sollen vergeben werden" asks for the participle; so does "werden" without a speaker.
    """
    after = words[index + 1] if index + 1 < len(words) else None
    if after is not None and after.tag[:2] == "VA":
        return False
    before = words[max(0, index - 30) : index]
    finite = next((i for i in reversed(range(len(before))) if before[i].tag in {"VA(FIN)", "VM(FIN)"}), None)
    if finite is None or before[finite].tag == "VM(FIN)":
        return finite is not None
    near = before[max(0, finite - 2) : finite + 3]
    return before[finite].low in {"werde", "werden"} and any(w.low in {"wir", "ich"} for w in near)


def _repaired_context(words: list[Word]) -> list[Word]:
    """What only the neighbours show.

    After "zu" stands an infinitive ("zu erhalten" is no participle); a particle closes its stretch ("ein –"); a modal
    that no verb precedes is finite; "unterstützt die …" is finite unless an auxiliary asks for a participle.
    """
    auxiliary = False
    for index in range(1, len(words)):
        word, before = words[index], words[index - 1]
        auxiliary = (auxiliary or before.tag in {"VA(FIN)", "VM(FIN)"}) and before.tag[0] != "$"
        if word.tag == "VM(INF)" and not before.verb:
            words[index] = replace(word, tag="VM(FIN)")
        if word.tag == "VV(PP)" and not auxiliary and _looks_finite(words, index):
            words[index] = replace(word, tag="VV(FIN)")
        if word.tag == "VV(PP)" and word.lemma == word.low and _closes_future(words, index):
            words[index] = replace(word, tag="VV(INF)")
        if before.tag == "PTKZU" and word.tag in {"VV(FIN)", "VV(PP)"} and word.low.endswith("n"):
            words[index] = replace(word, tag="VV(INF)", lemma=word.low)
        after = words[index + 1].tag if index + 1 < len(words) else "$."
        last = after[0] == "$" or after == "KON" or (after == "APPR" and word.tag in {"ART", "PIS"})
        if last and word.text in PARTICLES and word.tag in _LIKE_PARTICLES:
            words[index] = replace(word, tag="PTKVZ")
    return words
