"""The opened web site: the instance, its templates, its static files and its clock; made once, read by all."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment

from tracker import __version__
from tracker.reporting.environment import html_environment
from tracker.services.instance import Instance
from tracker.settings import shipped
from tracker.web.filters import filters, shown
from tracker.web.origin import Origins, origins

HERE = Path(__file__).parent
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
SHARED_STYLE = {
    "app.css": Path("_base") / "tokens.css",
    "card.css": Path("_base") / "tokens.css",
    "reader.css": Path("_charts") / "style.css",
}
"""What reports and pages share stands in front of the pages' own style: colours, typefaces, charts."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file for browsers, under a name that changes with its content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Site:
    """What every request starts from. `paths` are the addresses that the table knows.

    A `still` site is one of plain files: no program answers there.
    """

    instance: Instance
    clock: Callable[[], datetime]
    paths: frozenset[str]
    still: bool = False

    @property
    def origins(self) -> Origins:
        """Under which addresses we answer."""
        return origins(self.instance.settings.site)

    @property
    def https(self) -> bool:
        """Whether readers reach us by https."""
        return self.instance.settings.site.base_url.startswith("https://")

    @property
    def address(self) -> str:
        """The address that goes before a path in mails, feeds and citations; never taken from a request."""
        return self.instance.settings.address

    @cached_property
    def static(self) -> Mapping[str, StaticFile]:
        """Static files by their name in the folder."""
        return {path.name: _static_file(path) for path in sorted((HERE / "static").iterdir()) if path.is_file()}

    @cached_property
    def _published(self) -> Mapping[str, StaticFile]:
        return {file.name: file for file in self.static.values()}

    def published(self, name: str) -> StaticFile | None:
        """The static file under the name that browsers ask for."""
        return self._published.get(name)

    @cached_property
    def templates(self) -> Environment:
        """Templates of the pages; those of the reports can be imported, too."""
        environment = html_environment((HERE / "templates", shipped("reports")), self.instance.wording)
        environment.globals |= {
            "site": self.instance.settings.site,
            "version": __version__,
            "static": lambda name: f"/static/{self.static[name].name}",
            "known": lambda path: path in self.paths,
        }
        wording = self.instance.wording
        environment.filters |= {
            "moment": wording.moment,
            "weekday": wording.weekday,
            "sentence": lambda line: wording.text(line.sentence, **line.values),
            **filters(wording),
        }
        environment.finalize = shown
        return environment

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """One page."""
        return self.templates.get_template(template).render(values)


def _static_file(path: Path) -> StaticFile:
    content = path.read_bytes()
    if path.name in SHARED_STYLE:
        content = (shipped("reports") / SHARED_STYLE[path.name]).read_bytes() + content
    digest = hashlib.sha256(content).hexdigest()[:12]
    return StaticFile(f"{path.stem}.{digest}{path.suffix}", MEDIA_TYPES[path.suffix], content)
