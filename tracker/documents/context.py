"""Which of two real words was meant: what the neighbours of a word say, as a table of rules.

An OCR engine that drops the dots of umlauts turns one word into another: stärken into starken, würden into wurden. Such
a word is right by itself; only its place in the clause tells. Each rule names a situation, the readings that it favours
there, and how strongly, in the unit of `Reading.score` (one is ten times as likely).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.documents.readings import Reading
from tracker.german import lexicon

CLOSE = 1.0
"""Two readings less than this apart are undecided: one would be wrong more than one time in ten."""

CLOSE_WHERE_IT_MATTERS = 2.0
"""The same for demanding and promoting: taking one for the other turns a demand into a promise."""

_REACH = 20
"""Words on either side that are looked at."""

_CLAUSE_END = re.compile(r"[,;:.!?()–—•]|\s[-e]\s|\n\s*\n")
_SENTENCE_END = re.compile(r"[;:.!?•]|\n\s*\n")


_DOTLESS = str.maketrans("äöü", "aou")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_MODALS = _words(
    "will wollen möchte möchten werde werden wird soll sollen sollte sollten kann können könnte könnten "
    "muss müssen müsste müssten darf dürfen würde würden lassen"
)
_JOINING = _words("und oder sowie bzw als wie")
_LEADING = _words(
    "die den das dem des unsere unseren unser diese diesen ein eine einen uns auch mehr sich hierfür dafür"
)
_PLURAL = _words("die diese viele alle mehrere einige unsere keine weitere zwei drei")
_SINGULAR = _words("dem ein einen einem kein keinen im am vom zum des")
_CONDITIONAL = _words(
    "wenn falls sofern würde würden wäre hätte denkbar vorstellbar sinnvoll wünschenswert besser gerne"
)
_BYGONE = _words("bereits schon bisher damals leider letzten vergangenen seit haben hat wurde wurden war nachdem")
_ACTORS = _words("wir ich partei fraktion grünen linke linken volt ratsgruppe wählergruppe bürgerliste verband")

_COUNCIL = re.compile("straße|räten?$|anträg")
"""Streets, councils and motions; penalties, instalments and what is carried are rare beside them."""

_WITH_DATIVE = _words("bei mit von aus in nach zu unter an auf seit vor hinter neben zwischen über")
_PAID = _words(
    "euro cent geld gebühr gebühren miete mieten steuer steuern beitrag beiträge preis preise bußgeld bußgelder "
    "eintritt kosten kostet wenig weniger zuschuss anteil pauschale pauschalen prämie prämien zulage zulagen "
    "honorar honorare lohn löhne gehalt gehälter abgabe ausgleichsabgabe entschädigung pacht zinsen summe betrag "
    "umlage träger trägern"
)
_RAISED = _words(
    "teilen teilt erheben erhebt stellen stellt erfüllen erfüllt ablehnen anschließen zurückweisen nachkommen "
    "entsprechen diese dieser ihre ihrer folgende folgenden"
)
"""What is done with demands: they are raised, shared and met."""

_COUNTED = _words("zu dazu zum zur darauf auf hierzu darunter")
_PROVEN = _words("sich haben hat seit jahren")
_KEPT = _words("bleiben bleibt bleibe rechte interessen sein müssen muss")

_TWO_FACED = _words("sein haben werden können müssen dürfen mögen geben kommen lassen")
"""Verbs whose past and subjunctive differ by dots alone: wurden and würden, konnten and könnten, waren and wären."""


@dataclass(frozen=True, slots=True)
class Place:
    """The word number `at` of a text, among the words as they are read so far.

    `gaps[i]` is what stands before word i; there is one gap more than words.
    """

    words: Sequence[str]
    gaps: Sequence[str]
    at: int

    def before(self, steps: int = 1) -> str:
        """The word so many steps before, in small letters; empty beyond the clause."""
        first = self.at - steps
        if first < 0 or any(_CLAUSE_END.search(gap) for gap in self.gaps[first + 1 : self.at + 1]):
            return ""
        return self.words[first].lower()

    def after(self) -> str:
        """The next word as written; empty where the clause ends."""
        return self.words[self.at + 1] if self._goes_on(_CLAUSE_END, self.at + 1) else ""

    def gap_after(self) -> str:
        """What stands between this word and the next."""
        return self.gaps[self.at + 1]

    def clause_after(self) -> list[str]:
        """The words of the clause behind this one, in small letters."""
        end = self.at + 1
        while end - self.at <= _REACH and self._goes_on(_CLAUSE_END, end):
            end += 1
        return [word.lower() for word in self.words[self.at + 1 : end]]

    def sentence(self) -> set[str]:
        """The other words of the sentence, in small letters."""
        first, end = self.at, self.at + 1
        while self.at - first < _REACH and self._goes_on(_SENTENCE_END, first):
            first -= 1
        while end - self.at <= _REACH and self._goes_on(_SENTENCE_END, end):
            end += 1
        return {w.lower() for w in (*self.words[first : self.at], *self.words[self.at + 1 : end])}

    def _goes_on(self, ending: re.Pattern[str], gap: int) -> bool:
        """Whether the text goes on over the gap before the word of this number."""
        return 0 < gap < len(self.words) and not ending.search(self.gaps[gap])


def _clause_ends(place: Place) -> bool:
    return place.after() == "" or place.after() in _JOINING or place.after().lower() in _MODALS


def _after_zu(place: Place) -> bool:
    return place.before() == "zu" and _clause_ends(place)


def _governed(place: Place) -> bool:
    """At the end of a clause with "zu" or a modal verb: "wollen … stärken", "stärken können"."""
    modal_near = place.after().lower() in _MODALS or not _MODALS.isdisjoint(place.sentence())
    return _clause_ends(place) and (place.before() == "zu" or modal_near)


def _noun_follows(place: Place) -> bool:
    return place.after()[:1].isupper() and place.before() not in {"", "wir"}


def _no_noun_follows(place: Place) -> bool:
    """An adjective would hang in the air: at the start of a clause, or before a word that belongs to no noun."""
    word = place.after()
    joined = word in _JOINING or lexicon.is_inflected_adjective(word)
    return (place.before() == "" and place.at > 0) or (word.islower() and not joined)


def _verb_second(place: Place) -> bool:
    return "wir" in {place.before(), place.after()} or place.before() == "sie" or place.after() in _LEADING


def _infinitive_ends_clause(place: Place) -> bool:
    return _is_plain_infinitive(_clause_verb(place))


def _participle_ends_clause(place: Place) -> bool:
    verb = _clause_verb(place)
    marked = "ge" in verb[:6] or verb.startswith(("be", "ver", "er", "ent", "zer"))
    return marked and verb.endswith(("t", "en")) and not _is_plain_infinitive(verb)


def _clause_verb(place: Place) -> str:
    """The word that ends this word's clause, or the one before it where it ends the clause itself."""
    rest = place.clause_after()
    for word, following in pairwise(rest):
        if following in _JOINING and _is_plain_infinitive(word):
            return word
    return rest[-1] if rest else place.before()


def _is_plain_infinitive(verb: str) -> bool:
    return lexicon.is_infinitive(verb) and verb != "sieben" and not (verb.startswith("ge") and len(verb) > 7)


def _strong_plural(place: Place) -> bool:
    """Behind an adjective in -e without a singular article: "sichere Häfen"."""
    if place.before(2) in _SINGULAR | {"der", "die", "das", "dieser", "eine"}:
        return False
    return place.before().endswith("e") and lexicon.is_inflected_adjective(place.before())


def _dative_plural(place: Place) -> bool:
    """Behind a preposition with a dative, or adjectives in -en behind one: "in begründeten Fällen"."""
    steps = 1
    while steps < 3 and place.before(steps).endswith("en") and place.words[place.at - steps].islower():
        steps += 1
    return place.before(steps) in _WITH_DATIVE


def _noun_phrase_follows(place: Place) -> bool:
    """A noun, or an adjective before one."""
    after = place.after()
    return after[:1].isupper() or lexicon.is_inflected_adjective(after)


def _among(words: frozenset[str]) -> Callable[[Place], bool]:
    """The situation that one of these words stands in the same sentence."""
    return lambda place: not words.isdisjoint(place.sentence())


def _actor_beside(place: Place) -> bool:
    if not _ACTORS.isdisjoint((place.before(), place.after().lower())):
        return True
    return place.before() != "" and place.words[place.at - 1].isupper()


def _numbered(place: Place) -> bool:
    """A number and a colon follow: "Forderung 3:"."""
    return place.words[place.at + 1 : place.at + 2] != [] and place.words[place.at + 1].isdigit()


def _called_upon(place: Place) -> bool:
    """The end of "Hier ist das Land gefordert": an actor before it, nothing by which it is promoted."""
    said = place.sentence()
    named = place.before() != "" and place.words[place.at - 1][0].isupper()
    return named and not said.isdisjoint({"ist", "sind"}) and said.isdisjoint({"mit", "euro", "durch", "prozent"})


def _new_measure_follows(place: Place) -> bool:
    """What follows is not there yet: "eine Verdreifachung", "mehr Personal"."""
    rest = place.clause_after()[:3]
    return bool(rest) and (
        (rest[0] in {"eine", "einen"} and any(word.endswith("ung") for word in rest[1:])) or rest[0] == "mehr"
    )


def _that_follows(place: Place) -> bool:
    return place.words[place.at + 1 : place.at + 2] == ["dass"]


def _conditional(place: Place) -> bool:
    return not _CONDITIONAL.isdisjoint(place.sentence())


def _bygone(place: Place) -> bool:
    return not _BYGONE.isdisjoint(place.sentence())


def _is_subjunctive(word: str) -> bool:
    return not word.isascii() and lexicon.dictionary_lemma(word) in _TWO_FACED - {word}


def _is_past(word: str) -> bool:
    return word.isascii() and lexicon.dictionary_lemma(word) in _TWO_FACED - {word}


def _is_third_person(word: str) -> bool:
    """Of a verb whose vowel changes there: "hält", "fährt"; without dots it would address several people."""
    lemma = lexicon.dictionary_lemma(word) or ""
    return word.endswith("t") and not word.isascii() and lemma.isascii() and lexicon.is_infinitive(lemma)


def _is_comparative(word: str) -> bool:
    """Whether the vowel changed as well: "älter", "schärfer"."""
    stem, lemma = word[:-2], lexicon.dictionary_lemma(word) or word
    return word.endswith("er") and word.islower() and stem != lemma and stem.translate(_DOTLESS) == lemma


def _is_dative_plural(word: str) -> bool:
    return word.endswith("n") and _is_umlaut_plural(word)


def _is_umlaut_plural(word: str) -> bool:
    return not word.isascii() and word[0].isupper() and lexicon.dictionary_lemma(word) not in {word, None}


def _is_singular(word: str) -> bool:
    return word[0].isupper() and lexicon.dictionary_lemma(word) == word


@dataclass(frozen=True, slots=True)
class Rule:
    """In this situation readings of this kind are likelier by `weight`."""

    name: str
    situation: Callable[[Place], bool]
    favours: Callable[[str], bool]
    weight: float


RULES = (
    Rule("infinitive after zu", _after_zu, lexicon.is_infinitive, 3.0),
    Rule("infinitive under a modal verb", _governed, lexicon.is_infinitive, 1.0),
    Rule("verb at the end of its clause", _clause_ends, lexicon.is_plural_verb, 1.5),
    Rule("verb beside its subject or object", _verb_second, lexicon.is_plural_verb, 1.5),
    Rule("verb where an adjective has no noun", _no_noun_follows, lexicon.is_plural_verb, 1.0),
    Rule("adjective before its noun", _noun_follows, lexicon.is_inflected_adjective, 2.0),
    Rule("plural behind its article", lambda p: p.before() in _PLURAL, _is_umlaut_plural, 1.5),
    Rule("plural behind an adjective in -e", _strong_plural, _is_umlaut_plural, 1.2),
    Rule("singular behind its article", lambda p: p.before() in _SINGULAR, _is_singular, 1.5),
    Rule("dative plural behind its preposition", _dative_plural, _is_dative_plural, 1.5),
    Rule("nobody is addressed", lambda _: True, _is_third_person, 1.5),
    Rule("comparative without a noun", lambda p: not _noun_phrase_follows(p), _is_comparative, 2.2),
    Rule("what is paid", _among(_PAID), lambda w: w.startswith("zahl"), 1.5),
    Rule("what counts among others", _among(_COUNTED), lambda w: w.startswith("zähl"), 1.0),
    Rule("what has proven itself", _among(_PROVEN), lambda w: w.startswith("bewähr"), 1.5),
    Rule("what is kept stays", _among(_KEPT), lambda w: w == "gewahrt", 1.5),
    Rule("würde with an infinitive", _infinitive_ends_clause, _is_subjunctive, 2.0),
    Rule("wurde with a participle", _participle_ends_clause, _is_past, 1.5),
    Rule("subjunctive in a condition", _conditional, _is_subjunctive, 1.2),
    Rule("past among past", _bygone, _is_past, 0.7),
    Rule("a conjunction ends no clause", lambda p: p.gap_after()[:1] in {*":.,;!?"}, lambda w: w != "weil", 4.0),
    Rule("fordern, dass", _that_follows, lambda w: "forder" in w, 3.0),
    Rule("Forderung nach", lambda p: p.after() == "nach", lambda w: "forderung" in w.lower(), 2.0),
    Rule("a numbered demand", _numbered, lambda w: w.startswith("Forderung"), 4.0),
    Rule("a demand that is raised", _among(_RAISED), lambda w: w.startswith("Forderung"), 1.2),
    Rule("called upon", _called_upon, lambda w: w == "gefordert", 1.0),
    Rule("a demand for a new measure", _new_measure_follows, lambda w: w.startswith("forder"), 1.5),
    Rule("somebody demands", _actor_beside, lambda w: w.startswith("forder"), 1.2),
    Rule("fördern under a modal verb", _governed, lambda w: w.startswith("förder"), 1.0),
    # Six to one, and none to thirteen, in the public programmes that were counted.
    Rule("programmes promote more often than they demand", lambda _: True, lambda w: "förder" in w.lower(), 1.0),
    Rule("what councils deal with", lambda _: True, lambda w: _COUNCIL.search(w.lower()) is not None, 1.0),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading that fits best, the others behind it, and whether the place decides between them."""

    reading: Reading
    others: tuple[Reading, ...]
    decided: bool


def choose(options: Sequence[Reading], place: Place) -> Choice:
    """The best of several readings at a place; `options` are not empty.

    Undecided are two real words that come close to each other; a mere compound is no rival.
    """
    if len(options) == 1:
        return Choice(options[0], (), decided=True)
    rules = [rule for rule in RULES if rule.situation(place)]
    scores = {o.word: o.score + sum(r.weight for r in rules if r.favours(o.word)) for o in options}
    best, *others = sorted(options, key=lambda o: -scores[o.word])
    lead = scores[best.word] - scores[others[0].word]
    needed = CLOSE_WHERE_IT_MATTERS if "forder" in best.word.translate(_DOTLESS).lower() else CLOSE
    return Choice(best, tuple(others), decided=lead >= needed or others[0].compound)
