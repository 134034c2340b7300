"""What to do with a record of an export beside what is stored: the decisions of an import, without any database."""

from collections.abc import Sequence
from enum import StrEnum

from tracker.domain.audit import Event


class Lineage(StrEnum):
    """How the chain of an export belongs to ours."""

    EMPTY = "empty"
    """We have no history yet: the export's becomes ours."""
    OURS = "ours"
    """The export is an earlier state of this very instance."""
    AHEAD = "ahead"
    """The export is a later state of this very instance."""
    FOREIGN = "foreign"
    """Another instance, with a history of its own."""


class Verdict(StrEnum):
    """What happens to a record."""

    NEW = "new"
    KNOWN = "known"
    TAKEN = "taken"
    """Nobody had decided here; the export's decision is taken over."""
    KEPT = "kept"
    """It differs; ours stays, and nobody's judgement is at stake."""
    CONFLICT = "conflict"
    """Two persons decided differently; ours stays, and a person must look."""


def lineage(ours: Sequence[Event], theirs: Sequence[Event]) -> Lineage:
    """How two chains, each proven to hold, belong together: equal hashes at one place mean equal pasts."""
    if not ours:
        return Lineage.EMPTY
    if not theirs:
        return Lineage.FOREIGN
    shared = min(len(ours), len(theirs)) - 1
    if ours[shared].hash != theirs[shared].hash:
        return Lineage.FOREIGN
    return Lineage.AHEAD if len(theirs) > len(ours) else Lineage.OURS


def verdict(*, same: bool, ours_decided: bool, theirs_decided: bool, chains: Lineage) -> Verdict:
    """What happens to a record that we have, by whether a person decided on it here and there.

    Where nothing was decided here yet, or the export is a later state of this very instance and knows every decision
    that was made here, it may go on from them.
    """
    if same:
        return Verdict.KNOWN
    if chains in {Lineage.AHEAD, Lineage.EMPTY} or (theirs_decided and not ours_decided):
        return Verdict.TAKEN
    if ours_decided and theirs_decided and chains is not Lineage.OURS:
        return Verdict.CONFLICT
    return Verdict.KEPT
