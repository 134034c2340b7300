"""`tracker poll` and `tracker link`: look at the council, and suggest what touches a promise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker import __version__
from tracker.cli.desk import DONE, HERE, PARTLY_DONE, Desk, JsonOption, LangOption, Language, WorkspaceOption, sit
from tracker.errors import NotFoundError, UsageError, key

if TYPE_CHECKING:
    from tracker.feeds.config import FeedConfig
    from tracker.feeds.exchange import Fetching
    from tracker.services.attachments import Attached
    from tracker.services.poll import Polled
    from tracker.services.rehearsal import Rehearsed

SHOWN_TITLES = 5


def poll(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar=key("QUELLE"), help=key("Nur diese Quellen (Kennung in feeds.yaml).")),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help=key("Nur Quellen, die an der Reihe sind."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=key("Zeigt, was gespeichert würde, und speichert nichts."))
    ] = False,
    attachments: Annotated[
        bool, typer.Option("--attachments", help=key("Holt und liest danach angehängte Dateien, die neuesten zuerst."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Poll council sources and store what is new."""
    desk = sit(workspace, lang, as_json=as_json)
    if dry_run and attachments:
        raise UsageError(key("--dry-run und --attachments schließen sich aus: Anhänge werden gespeichert."))
    wanted = _wanted(desk, feeds or [], due=due, stored=not dry_run)
    if dry_run:
        _tell_rehearsal(desk, _rehearsed(desk, wanted))
        return
    polled = _polled(desk, wanted)
    fetched = _attached(desk, wanted) if attachments else []
    runs = [_row(desk, one) for one in polled]
    desk.console.result({"runs": runs} | ({"attachments": _attachment_counts(fetched)} if attachments else {}))
    _table(desk, runs)
    if attachments:
        _tell_attachments(desk, fetched)
    if not runs:
        desk.console.say(key("Keine Quelle ist an der Reihe."))
    _recommend_contact(desk, wanted)
    failed = sum(one.failed for one in polled)
    raise typer.Exit(DONE if not failed else PARTLY_DONE if failed < len(runs) else 1)


def _fetcher(desk: Desk) -> "Fetching":
    from tracker.feeds.fetch import Fetcher

    return Fetcher(contact=desk.settings.fetch.contact, version=__version__)


def _polled(desk: Desk, wanted: "list[FeedConfig]") -> "list[Polled]":
    """Poll with a bar that moves as results come; they are told in the order of feeds.yaml."""
    from tracker.services.poll import poll_feeds

    found = {}
    with desk.console.progress(key("Abrufen"), len(wanted)) as step:
        for one in poll_feeds(desk.engine, wanted, _fetcher(desk), desk.instance.store, now=desk.now()):
            step(one.feed)
            found[one.feed] = one
    return [found[feed.id] for feed in wanted]


def _rehearsed(desk: Desk, wanted: "list[FeedConfig]") -> "list[Rehearsed]":
    from tracker.services.rehearsal import rehearse

    found = {}
    with desk.console.progress(key("Abrufen"), len(wanted)) as step:
        for one in rehearse(desk.engine, wanted, _fetcher(desk), now=desk.now()):
            step(one.polled.feed)
            found[one.polled.feed] = one
    return [found[feed.id] for feed in wanted if feed.id in found]


def _attached(desk: Desk, wanted: "list[FeedConfig]") -> "list[Attached]":
    from tracker.services.attachments import fetch_attachments

    found = []
    for one in fetch_attachments(desk.engine, wanted, _fetcher(desk), desk.instance.store, now=desk.now()):
        found.append(one)
        desk.console.say("{feed}: {url}", feed=one.feed, url=one.url)
        if one.error:
            desk.console.say("  {problem}", problem=desk.wording.error(one.error))
    return found


def _tell_rehearsal(desk: Desk, rehearsed: "list[Rehearsed]") -> None:
    runs = [_row(desk, one.polled) for one in rehearsed]
    titles = [{"new": list(one.new), "changed": list(one.changed)} for one in rehearsed]
    desk.console.result({"dry_run": True, "runs": [run | {"titles": t} for run, t in zip(runs, titles, strict=True)]})
    _table(desk, runs)
    for one in rehearsed:
        for heading, shown in ((key("Neu in {feed}:"), one.new), (key("Geändert in {feed}:"), one.changed)):
            if shown:
                desk.console.say(heading, feed=one.polled.feed)
            for title in shown[:SHOWN_TITLES]:
                desk.console.say("  {title}", title=title)
            if len(shown) > SHOWN_TITLES:
                desk.console.say(key("  … und {n} weitere"), n=desk.wording.number(len(shown) - SHOWN_TITLES))
    desk.console.say(key("Probelauf: Nichts wurde gespeichert."))
    failed = sum(one.polled.failed for one in rehearsed)
    raise typer.Exit(DONE if not failed else PARTLY_DONE if failed < len(runs) else 1)


def _recommend_contact(desk: Desk, polled: "list[FeedConfig]") -> None:
    """Strangers whose servers we ask should know whom to write to."""
    if not desk.settings.fetch.contact and any(not feed.allow_private_network for feed in polled):
        desk.console.say(
            key(
                "Tipp: Tragen Sie in tracker.toml unter [fetch] eine Mailadresse als contact ein. Betreiber der "
                "Ratsinformationssysteme sehen sie und schreiben Ihnen, statt den Abruf zu sperren."
            )
        )


def _attachment_counts(fetched: "list[Attached]") -> dict[str, int]:
    failed = sum(one.error is not None for one in fetched)
    return {"read": len(fetched) - failed, "failed": failed}


def _tell_attachments(desk: Desk, fetched: "list[Attached]") -> None:
    counts = _attachment_counts(fetched)
    desk.console.say(
        key("Anhänge: {read} gelesen, {failed} nicht lesbar."),
        read=desk.wording.number(counts["read"]),
        failed=desk.wording.number(counts["failed"]),
    )


def _table(desk: Desk, runs: list[dict[str, Any]]) -> None:
    desk.console.table(
        [
            key("Quelle"),
            key("Zustand"),
            key("gelesen"),
            key("neu"),
            key("geändert"),
            key("entfernt"),
            key("Hinweis"),
        ],
        ([r["feed"], r["label"], r["fetched"], r["new"], r["changed"], r["vanished"], r["error"]] for r in runs),
    )


def _wanted(desk: Desk, named: Sequence[str], *, due: bool, stored: bool) -> "list[FeedConfig]":
    """The sources to poll; feeds.yaml is brought into the database unless nothing may be stored."""
    from tracker.db.session import reading
    from tracker.services.instance import read_feeds, synced_feeds
    from tracker.services.poll import due_feeds

    feeds_file = synced_feeds(desk.instance, now=desk.now()) if stored else read_feeds(desk.settings)
    known = {feed.id: feed for feed in feeds_file.feeds}
    for name in named:
        if name not in known:
            raise NotFoundError(
                key("Die Quelle „{subject}“ steht nicht in feeds.yaml. Dort stehen: {known}."),
                subject=name,
                known=", ".join(known),
            )
    if due:
        with reading(desk.engine) as session:
            return [known[feed] for feed in due_feeds(session, desk.now()) if feed in known]
    return [known[name] for name in dict.fromkeys(named)] or [feed for feed in known.values() if not feed.paused]


def _row(desk: Desk, polled: "Polled") -> dict[str, Any]:
    counts = polled.counts
    row: dict[str, Any] = {
        "feed": polled.feed,
        "state": polled.shown.value,
        "fetched": counts.fetched,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "vanished": counts.vanished,
        "error": desk.wording.error(polled.error) if polled.error else None,
    }
    return row if desk.console.as_json else row | {"label": desk.wording.label(polled.shown)}


def link(
    body: Annotated[
        str | None, typer.Option("--body", metavar=key("KENNUNG"), help=key("Nur diese Körperschaft."))
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Suggest council items that touch accepted promises."""
    from tracker.services.link import link as suggest
    from tracker.services.matching import means

    desk = sit(workspace, lang, as_json=as_json)
    budget = desk.settings.review.suggestions_per_week
    done = suggest(desk.engine, body=body, budget=budget, means=means(desk.settings), now=desk.now())
    desk.console.result(
        {
            "links_new": done.links_new,
            "links_updated": done.links_updated,
            "promises": done.promises,
            "items": done.items,
        }
    )
    desk.console.say(
        key("{promises} angenommene Versprechen mit {items} Ratsvorgängen verglichen."),
        promises=desk.wording.number(done.promises),
        items=desk.wording.number(done.items),
    )
    desk.console.counted(
        "{n} neuer Treffer wartet auf ein Urteil.", "{n} neue Treffer warten auf ein Urteil.", done.links_new
    )
    if not done.promises:
        desk.console.say(key("Noch ist kein Versprechen angenommen: tracker promise accept"))
    _tell_precision(desk)


def _tell_precision(desk: Desk) -> None:
    """How many suggestions of each source people found relevant so far, where somebody judged."""
    from tracker.db.session import reading
    from tracker.services.experience import measured_precision

    with reading(desk.engine) as session:
        measured = measured_precision(session)
    if measured:
        desk.console.table(
            [key("Quelle"), key("beurteilt"), key("davon passend"), key("wahrscheinlicher Anteil")],
            ([one.source, one.judged, one.relevant, f"{one.low:.0%}–{one.high:.0%}"] for one in measured),
        )
