"""`tracker promise preview`: what another wording or another synonym list would bring, before it is saved."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.desk import HERE, Desk, JsonOption, LangOption, Language, WorkspaceOption, sit
from tracker.cli.promise import PromiseArgument
from tracker.errors import UsageError, key

if TYPE_CHECKING:
    from tracker.services.preview import Hit, Preview

WEEKS = 52
"""In the months that a preview looks back on."""


def promise_preview(
    promise: PromiseArgument,
    text: Annotated[
        str | None, typer.Option("--text", metavar=key("TEXT"), help=key("Ein anderer Wortlaut zum Ausprobieren."))
    ] = None,
    synonyms: Annotated[
        Path | None,
        typer.Option(
            "--synonyms", metavar=key("DATEI"), help=key("Eine andere synonyms.yaml statt der im Arbeitsordner.")
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help=key("So viele Treffer werden gezeigt."))] = 10,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Say what a promise would find with another wording; nothing is stored."""
    from tracker.db.queries import promises
    from tracker.db.session import reading
    from tracker.services.matching import means
    from tracker.services.preview import preview

    desk = sit(workspace, lang, as_json=as_json)
    used = means(desk.settings)
    with reading(desk.engine) as session:
        found = preview(session, promise, means=used, now=desk.now(), text=text, synonyms=_content(synonyms))
        title = promises.one(session, promise).title
    used.keep()
    desk.console.result(_as_json(promise, found))
    desk.console.say("{title}", title=title)
    _tell_counts(desk, found, is_change=text is not None or synonyms is not None)
    _tell_hits(desk, found, top)


def _content(synonyms: Path | None) -> str | None:
    if synonyms is None:
        return None
    try:
        return synonyms.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            key("{subject} lässt sich nicht lesen ({detail}). Bitte als UTF-8-Text speichern."),
            subject=str(synonyms),
            detail=str(error),
        ) from error


def _tell_counts(desk: Desk, found: "Preview", *, is_change: bool) -> None:
    if not found.items:
        desk.console.say(
            key("Aus den letzten {months} Monaten ist kein Ratsvorgang gespeichert: erst „tracker poll“ ausführen."),
            months=found.months,
        )
        return
    desk.console.counted(
        "{n} Treffer in {months} Monaten.", "{n} Treffer in {months} Monaten.", len(found.after), months=found.months
    )
    if is_change:
        desk.console.say(
            key("Bisher {before}; {gained} kämen hinzu, {lost} fielen weg."),
            before=desk.wording.number(len(found.before)),
            gained=desk.wording.number(len(found.gained)),
            lost=desk.wording.number(len(found.lost)),
        )
    most = desk.settings.review.suggestions_per_week * WEEKS
    if len(found.after) > most:
        desk.console.say(
            key("Das sind mehr, als in dieser Zeit vorgeschlagen würden ({most}): Der Wortlaut ist wohl zu weit."),
            most=desk.wording.number(most),
        )
    if not found.after:
        desk.console.say(
            key("Unter {items} Ratsvorgängen passt keiner. Andere Wörter: mit --text oder --synonyms erproben."),
            items=desk.wording.number(found.items),
        )


def _tell_hits(desk: Desk, found: "Preview", top: int) -> None:
    gained = {hit.item for hit in found.gained}
    rows = [(hit, key("neu") if hit.item in gained else "") for hit in found.after[:top]]
    rows += [(hit, key("fällt weg")) for hit in found.lost[:top]]
    if rows:
        desk.console.table(
            [key("Datum"), key("Ratsvorgang"), key("wegen"), key("Änderung")],
            (
                [
                    desk.wording.day(hit.day) if hit.day else "",
                    hit.title,
                    ", ".join(hit.terms),
                    desk.wording.text(mark) if mark else "",
                ]
                for hit, mark in rows
            ),
        )
    if len(found.after) > top:
        desk.console.say(key("  … und {n} weitere"), n=desk.wording.number(len(found.after) - top))


def _as_json(promise: str, found: "Preview") -> dict[str, Any]:
    return {
        "promise": promise,
        "months": found.months,
        "items": found.items,
        "before": [_hit(hit) for hit in found.before],
        "after": [_hit(hit) for hit in found.after],
        "gained": [hit.item for hit in found.gained],
        "lost": [hit.item for hit in found.lost],
    }


def _hit(hit: "Hit") -> dict[str, Any]:
    day = hit.day.isoformat() if hit.day else None
    return {"item": hit.item, "title": hit.title, "date": day, "score": hit.score, "terms": list(hit.terms)}
