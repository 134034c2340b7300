"""Tells the play on the terminal: a line a month, the mishaps between, and what lies there at the end."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from tracker.cli.console import Console
from tracker.cli.desk import Language, sit
from tracker.cli.stage import prepare
from tracker.cli.term import mishaps
from tracker.cli.term.council import council
from tracker.cli.term.play import BODY, TERM, Month, Play, at, poll
from tracker.cli.term.plot import MONTHS, SAMPLE, load, month_start
from tracker.cli.term.volunteers import ADA
from tracker.db import models
from tracker.db.session import reading
from tracker.domain.delivery import DeliveryState
from tracker.errors import key
from tracker.services import publish
from tracker.services.instance import Instance, open_instance
from tracker.services.proof import flaws
from tracker.wording import Wording

KILLED_IN, MIGRATED_IN, LOST_IN = (17, 38), 25, 45
"""The months in which something happens."""


def play_term(directory: Path, lang: Language) -> None:
    """Play the invented term into `directory`. Raises TrackerError where something else lies there."""
    console = Console(Wording(lang.value))
    plot = load()
    prepare(directory)
    with council(plot.steps, month_start(1)) as town:
        feeds = (SAMPLE / "feeds.yaml").read_text(encoding="utf-8").replace("PORT", str(town.server_port))
        (directory / "feeds.yaml").write_text(feeds, encoding="utf-8")
        _init(directory, lang)
        play = Play(open_instance(sit(directory, lang).settings), town, plot)
        told = _Told(console, play)
        told.beginning(play.begin())
        for month in play.months(told.mishap):
            told.month(month)
        told.end()


def _init(directory: Path, lang: Language) -> None:
    from tracker.cli.workspace import init

    init(directory, lang)


@dataclass(frozen=True)
class _Told:
    console: Console
    play: Play

    @property
    def instance(self) -> Instance:
        """The instance as it is now: a restore brings another."""
        return self.play.instance

    def beginning(self, accepted: int) -> None:
        """Before the first month."""
        self.console.say()
        self.console.say(
            key("Fünf Listen haben geantwortet; drei Freiwillige verfolgen {n} Versprechen, sechzig Monate lang."),
            n=accepted,
        )

    def month(self, month: Month) -> None:
        """One line for a month."""
        self.console.say(
            key(
                "{month}: {new} neue Vorgänge, {changed} geändert, {links} Treffer vorgeschlagen, {cards} beurteilt, "
                "{findings} Bewertungen, {mails} Mails"
            ),
            month=self.console.wording.month(month.first).rjust(14),
            new=month.items_new,
            changed=month.items_changed,
            links=month.links_new,
            cards=month.cards,
            findings=month.findings,
            mails=month.mails,
        )

    def mishap(self, month: int) -> None:
        """What happens before a month, if anything does."""
        if month in KILLED_IN:
            self._killed(month)
        if month == MIGRATED_IN:
            left = mishaps.migrated(self.instance)
            self.console.say(
                key("▸ Eine neue Version: die Tabellen einmal zurück und wieder vor. Noch da: {items} Vorgänge."),
                items=left.items,
            )
        if month == LOST_IN:
            self.play.instance = mishaps.lost_and_restored(self.instance, ADA, at(self.instance, month_start(month), 8))
            self.console.say(
                key("▸ Die Festplatte ist hin. Die Sicherung bringt {items} Vorgänge und {events} Ereignisse zurück."),
                items=mishaps.counted(self.instance).items,
                events=mishaps.counted(self.instance).events,
            )

    def _killed(self, month: int) -> None:
        day = month_start(month) + timedelta(days=5)
        left = mishaps.killed_while_polling(self.instance, day)
        poll(self.instance, day)
        whole = mishaps.counted(self.instance)
        poll(self.instance, day)
        self.console.say(
            key(
                "▸ Absturz mitten im Abruf: {left} Vorgänge waren gespeichert, der nächste Abruf brachte die übrigen "
                "{rest}, der übernächste {again}."
            ),
            left=left.items,
            rest=whole.items - left.items,
            again=mishaps.counted(self.instance).items - whole.items,
        )

    def end(self) -> None:
        """The account of the term and the final table."""
        done = publish.retrospective(self.instance, BODY, TERM, now=at(self.instance, month_start(MONTHS + 1), 8))
        with reading(self.instance.engine) as session:
            editions = session.scalar(select(func.count()).select_from(models.Edition))
            mails = select(func.count()).where(models.OutboxMail.state == DeliveryState.SENT)
            sent = session.scalar(mails)
            broken = sum(1 for _ in flaws(session, self.instance.store))
        held = mishaps.counted(self.instance)
        rows = (
            (key("Ratsvorgänge"), held.items),
            (key("Treffer vorgeschlagen"), held.links),
            (key("Ereignisse in der Kette"), held.events),
            (key("davon beschädigt"), broken),
            (key("Ausgaben"), editions),
            (key("Mails verschickt"), sent),
            (key("Bilanz"), done.files[0]),
        )
        self.console.say()
        words = self.console.wording
        self.console.table(["", ""], ((words.text(label), value) for label, value in rows), key("Was jetzt da ist"))
