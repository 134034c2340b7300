"""`tracker poll` and `tracker link`: look at the council, and suggest what touches a promise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker import __version__
from tracker.cli.desk import DONE, HERE, PARTLY_DONE, Desk, JsonOption, LangOption, Language, WorkspaceOption, now, sit
from tracker.errors import NotFoundError, key

if TYPE_CHECKING:
    from tracker.feeds.config import FeedConfig
    from tracker.feeds.exchange import Fetching
    from tracker.services.poll import Polled


def poll(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar=key("QUELLE"), help=key("Nur diese Quellen (Kennung in feeds.yaml).")),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help=key("Nur Quellen, die an der Reihe sind."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Poll council sources and store what is new."""
    from tracker.feeds.fetch import Fetcher

    desk = sit(workspace, lang, as_json=as_json)
    wanted = _wanted(desk, feeds or [], due=due)
    fetcher = Fetcher(contact=desk.settings.fetch.contact, version=__version__)
    with desk.console.progress(key("Abrufen"), len(wanted)) as step:
        runs = []
        for feed in wanted:
            step(feed.id)
            runs.append(_row(desk, _poll_one(desk, feed, fetcher)))
    desk.console.result({"runs": runs})
    desk.console.table(
        [
            key("Quelle"),
            key("Zustand"),
            key("gelesen"),
            key("neu"),
            key("geändert"),
            key("verschwunden"),
            key("Hinweis"),
        ],
        ([r["feed"], r["label"], r["fetched"], r["new"], r["changed"], r["vanished"], r["error"]] for r in runs),
    )
    if not runs:
        desk.console.say(key("Keine Quelle ist an der Reihe."))
    failed = sum(run["state"] in {"failing", "gone"} for run in runs)
    raise typer.Exit(DONE if not failed else PARTLY_DONE if failed < len(runs) else 1)


def _wanted(desk: Desk, named: Sequence[str], *, due: bool) -> "list[FeedConfig]":
    from tracker.db.session import reading
    from tracker.services.instance import synced_feeds
    from tracker.services.poll import due_feeds

    known = {feed.id: feed for feed in synced_feeds(desk.instance, now=now()).feeds}
    for name in named:
        if name not in known:
            raise NotFoundError(
                key("Die Quelle „{subject}“ steht nicht in feeds.yaml. Dort stehen: {known}."),
                subject=name,
                known=", ".join(known),
            )
    if due:
        with reading(desk.engine) as session:
            return [known[feed] for feed in due_feeds(session, now()) if feed in known]
    return [known[name] for name in named] or [feed for feed in known.values() if not feed.paused]


def _poll_one(desk: Desk, feed: "FeedConfig", fetcher: "Fetching") -> "Polled":
    from tracker.feeds.adapters import adapter_for
    from tracker.services.poll import poll_feed

    return poll_feed(desk.engine, feed, adapter_for(feed.kind), fetcher, desk.instance.store, now=now())


def _row(desk: Desk, polled: "Polled") -> dict[str, Any]:
    counts = polled.counts
    row: dict[str, Any] = {
        "feed": polled.feed,
        "state": polled.state.value,
        "fetched": counts.fetched,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "vanished": counts.vanished,
        "error": desk.wording.error(polled.error) if polled.error else None,
    }
    return row if desk.console.as_json else row | {"label": desk.wording.label(polled.state)}


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

    desk = sit(workspace, lang, as_json=as_json)
    done = suggest(desk.engine, body=body, budget=desk.settings.review.suggestions_per_week, now=now())
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
    desk.console.count(
        "{n} neuer Treffer wartet auf ein Urteil.", "{n} neue Treffer warten auf ein Urteil.", done.links_new
    )
    if not done.promises:
        desk.console.say(key("Noch ist kein Versprechen angenommen: tracker promise accept"))
