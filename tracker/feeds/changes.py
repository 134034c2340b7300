"""What a newly read item means beside what is stored: pure decisions that a service only carries out.

A source's own change time is never asked: most entries move it without news, and many change without moving it.
What counts is the content hash, the arrival of a result above all.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.domain.council import CouncilItem, ItemKind, folded

WITHDRAWN_RESULT = "abgesetzt"

_WITHDRAWN = re.compile(
    r"\W*(?:(?:wird |wurde |ist )?(?:von der tagesordnung )?(?:abgesetzt|genommen|zurückgezogen|gestrichen)"
    r"|entfällt|entfallen)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """The stored view of an item that new readings are compared with.

    `url` is canonical, `content_hash` that of the last stored version, `aliases` other identities that were found to
    mean the same. `gone` says that it vanished from the source's window, `deleted` that the source deleted it.
    """

    identity: str
    kind: ItemKind
    title: str
    content_hash: str
    url: str = ""
    result: str = ""
    reference: str = ""
    organization: str = ""
    item_date: date | None = None
    gone: bool = False
    deleted: bool = False
    aliases: tuple[str, ...] = ()

    @classmethod
    def of(cls, item: CouncilItem, *, url: str = "") -> "Known":
        """The view of an item as it is stored now; `url` is its canonical address."""
        return cls(
            identity=item.identity,
            kind=item.kind,
            title=item.title,
            content_hash=item.content_hash,
            url=url,
            result=item.result,
            reference=item.reference,
            organization=item.organization or item.body,
            item_date=item.item_date,
            deleted=item.kind is ItemKind.DELETION,
        )


class ChangeKind(StrEnum):
    """What to do with a reading. `returned` is silent: the item is back in the window, its content unchanged."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RETURNED = "returned"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """A decision.

    `item` is what to store, with the old title where the new one says less. For `deleted` only the mark is stored;
    where the item was never seen, the tombstone itself.

    `returned` says that the item had vanished or was deleted and is back, whatever else changed.
    """

    kind: ChangeKind
    item: CouncilItem
    returned: bool = False


def compare(old: Known | None, new: CouncilItem) -> Change:
    """What `new` means beside `old` (None: never seen). Storing the decision and comparing again changes nothing."""
    if new.kind is ItemKind.DELETION:
        return _deleted(old, new)
    item = _kept(old, new)
    if old is None:
        return Change(ChangeKind.NEW, item)
    back = old.gone or old.deleted
    if item.content_hash != old.content_hash:
        return Change(ChangeKind.CHANGED, item, back)
    return Change(ChangeKind.RETURNED if back else ChangeKind.UNCHANGED, item, back)


def is_withdrawn_title(title: str) -> bool:
    """Whether a title only says that the item was taken off the agenda ("- abgesetzt -")."""
    return bool(_WITHDRAWN.fullmatch(folded(title)))


def _deleted(old: Known | None, new: CouncilItem) -> Change:
    """A tombstone marks and blanks nothing; what is stored is the stored item."""
    if old is None:
        return Change(ChangeKind.DELETED, new)
    kept = replace(
        new,
        title=old.title,
        result=old.result,
        reference=old.reference,
        organization=old.organization,
        item_date=old.item_date,
    )
    return Change(ChangeKind.UNCHANGED if old.deleted else ChangeKind.DELETED, kept)


def _kept(old: Known | None, new: CouncilItem) -> CouncilItem:
    """The reading with the better title, number and body; a withdrawal written over the title becomes the result."""
    item = new
    if is_withdrawn_title(new.title):
        item = replace(item, result=new.result or WITHDRAWN_RESULT)
    if old is None:
        return item
    if old.title.strip() and (not new.title.strip() or is_withdrawn_title(new.title)):
        item = replace(item, title=old.title)
    if not item.reference.strip():
        item = replace(item, reference=old.reference)  # a paper loses its number by a lookup that failed, not by news
    if not (item.organization or item.body).strip():
        item = replace(item, organization=old.organization)
    return item
