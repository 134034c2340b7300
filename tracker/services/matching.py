"""With what a workspace matches, and what matching reads of stored promises and items."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracker.db import models
from tracker.domain.link import ItemText, PromiseText
from tracker.errors import UsageError, key
from tracker.linking import installed_meaning
from tracker.linking.meaning import Meaning
from tracker.linking.synonyms import Synonyms, by_body, default
from tracker.services.vectors import Vectors
from tracker.settings import Settings

SYNONYMS_FILE = "synonyms.yaml"


@dataclass(frozen=True)
class Means:
    """The synonym lists of a workspace by body ("" for all), and nearness in meaning where it is installed.

    `keep` stores what was embedded, for the next run.
    """

    lists: Mapping[str, Synonyms] = field(default_factory=dict)
    meaning: Meaning | None = None
    keep: Callable[[], None] = lambda: None

    def synonyms(self, body: str) -> Synonyms:
        """The lists that come with the program and those that the workspace adds for a body."""
        own = [self.lists[name] for name in ("", body) if name in self.lists]
        found = default()
        for more in own:
            found = found.extended(more)
        return found


def means(settings: Settings) -> Means:
    """The means of a workspace. Raises UsageError where its synonyms.yaml is wrong."""
    vectors = Vectors(settings.workspace / "data" / "vectors.npz")
    return Means(by_body(synonyms_text(settings), subject=SYNONYMS_FILE), installed_meaning(vectors), vectors.save)


def synonyms_text(settings: Settings) -> str:
    """What stands in the workspace's synonyms.yaml; empty where there is none. Raises UsageError."""
    path: Path = settings.workspace / SYNONYMS_FILE
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            key("{subject} lässt sich nicht lesen ({detail}). Bitte als UTF-8-Text speichern."),
            subject=str(path),
            detail=str(error),
        ) from error


def promise_text(promise: models.Promise) -> PromiseText:
    """What matching reads of a promise; items from before its election sink."""
    question = promise.statement.answer.question if promise.statement else None
    respondent = promise.respondent
    return PromiseText(
        id=promise.public_id,
        text=promise.text,
        context=question.text if question else "",
        respondent=respondent.name if respondent else "",
        date=promise.term.evidence_from.isoformat() if promise.term else "",
        factions=tuple(str(name) for name in respondent.factions) if respondent else (),
    )


def item_text(item: models.CouncilItem) -> ItemText:
    """What matching reads of a council item."""
    return ItemText(
        id=item.public_id,
        title=item.title,
        text=item.text,
        date=item.item_date.isoformat() if item.item_date else "",
        reference=item.reference,
        submitters=tuple(str(name) for name in item.submitters or ()) if isinstance(item, models.Paper) else (),
    )
