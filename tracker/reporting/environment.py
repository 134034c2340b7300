"""Two Jinja2 environments: HTML, where everything is escaped, and plain text; and the words their filters find."""

from datetime import date
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.domain.council import Direction, Stage
from tracker.domain.report import EvidenceLine, PromiseLine
from tracker.errors import key
from tracker.reporting.charts import drawing
from tracker.reporting.foreign import line, short, web_address
from tracker.reporting.rich import Look, Rich, Run
from tracker.wording import Wording

_ADVISED = {
    Direction.ADOPTED: key("empfohlen"),
    Direction.REJECTED: key("nicht empfohlen"),
    Direction.AMENDED: key("mit Änderungen empfohlen"),
}
"""A committee that only recommends adopts nothing: these directions have words of their own."""


@cache
def html_environment(templates: Path | tuple[Path, ...], wording: Wording) -> Environment:
    """For pages and the HTML part of mails: every value is escaped, an unknown name is an error.

    Of several folders the first that knows a name wins; charts are drawn from the last one, `reports/`.
    """
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    reports = templates if isinstance(templates, Path) else templates[-1]
    return _speaking(environment, wording, reports)


def _speaking(environment: Environment, wording: Wording, reports: Path) -> Environment:
    """Teach the environment one language: sentences, labels, days and numbers."""
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(wording.translations, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.globals["language"] = wording.language
    environment.filters |= {
        "label": wording.label,
        "number": wording.number,
        "day": wording.day,
        "month": wording.month,
        "iso": date.isoformat,
        "short": short,
        "web_address": web_address,
        "decided": partial(decided, wording=wording),
        "repaired": repaired,
        "named": partial(named, wording=wording),
        "words": words,
        "drawing": partial(drawing, templates=reports),
    }
    return environment


def decided(line: EvidenceLine, wording: Wording) -> str:
    """What the council or a committee did, in a few words: "Beschluss: abgelehnt", "Empfehlung: nicht empfohlen"."""
    advised = _ADVISED.get(line.direction) if line.stage is Stage.ADVISORY else None
    return f"{wording.label(line.stage)}: {wording.text(advised) if advised else wording.label(line.direction)}"


def named(respondent: str, wording: Wording) -> str:
    """The respondent's name, or that its document gives none."""
    return respondent or wording.text(key("Antwortende nicht genannt"))


def repaired(promise: PromiseLine) -> str:
    """The repaired reading of the quote where words were mended; other line breaks alone are no repair."""
    return promise.reading if line(promise.reading) != line(promise.quote) else ""


def words(runs: Rich) -> Markup:
    """Runs as HTML: everything escaped, foreign text in an element of its own direction."""
    return Markup().join(_element(run) for run in runs)


_ELEMENTS = {
    Look.PLAIN: Markup("{}"),
    Look.STRONG: Markup("<strong>{}</strong>"),
    Look.CODE: Markup("<code>{}</code>"),
}
_OUTWARD = Markup('<a class="outward" href="{}" rel="noopener noreferrer">{}</a>')
_FOREIGN = Markup("<bdi>{}</bdi>")


def _element(run: Run) -> Markup:
    inner = _FOREIGN.format(run.text) if run.foreign else Markup("{}").format(run.text)
    inner = _ELEMENTS[run.look].format(inner)
    return _OUTWARD.format(run.href, inner) if run.href else inner
