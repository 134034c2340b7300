"""The codebook as a table: the first rule that fits a clause decides its act."""

from tracker.extraction.codebook.advocated import ADVOCATED
from tracker.extraction.codebook.aims import AIMS
from tracker.extraction.codebook.present import OTHERS
from tracker.extraction.codebook.promised import PROMISED
from tracker.extraction.codebook.rule import Rule
from tracker.extraction.codebook.told import TOLD
from tracker.extraction.grammar import Sense

__all__ = ["RULES", "Rule", "decide"]

RULES: tuple[Rule, ...] = (*TOLD, *PROMISED, *AIMS, *ADVOCATED, *OTHERS)


def decide(sense: Sense) -> Rule:
    """The first rule that fits; the last line of the table fits every clause."""
    return next(rule for rule in RULES if rule.decides(sense))
