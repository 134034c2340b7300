"""Charts become SVG in a page, an SVG file, or a PNG: from one template."""

from functools import cache
from pathlib import Path
from typing import cast

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.reporting.charts.chart import Chart, Filled, Rule, Swatch, Words
from tracker.reporting.charts.ink import INKS
from tracker.reporting.foreign import visible
from tracker.wording import Wording

PAPER_WIDTH = 640
"""Pixels across on paper and in mails: the width of a mail's sheet."""

_FONT = "Libertinus Serif"
"""Travels inside Typst, so that a picture is equal on every machine."""

_SHEET = b"""#set page(width: auto, height: auto, margin: 2pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: %dpt)
"""


def drawing(chart: Chart, templates: Path) -> Markup:
    """The drawing alone, which takes the width it is given: for pages that show its table themselves."""
    return Markup(_svg(chart, templates, width="100%", font=""))  # noqa: S704  # every value in it was escaped


def figure(chart: Chart, wording: Wording, templates: Path) -> Markup:
    """A `<figure>` for a page: the drawing, which takes the width it is given, its notes and its table."""
    drawn = drawing(chart, templates)
    page = _environment(templates, wording).get_template("_charts/figure.html")
    return Markup(page.render(chart=chart, drawn=drawn))  # noqa: S704  # as above


def picture(chart: Chart, templates: Path) -> str:
    """A whole SVG file of fixed width on white."""
    return _svg(chart, templates, width=str(PAPER_WIDTH), font=_FONT)


def png(chart: Chart, templates: Path, *, ppi: int = 144) -> bytes:
    """The same picture in pixels, `PAPER_WIDTH` points wide. Equal charts give equal bytes: no system font is used."""
    compiler = typst.Compiler(
        _SHEET % PAPER_WIDTH, ignore_system_fonts=True, sys_inputs={"svg": picture(chart, templates)}
    )
    return cast("bytes", compiler.compile(format="png", ppi=ppi))


def _svg(chart: Chart, templates: Path, *, width: str, font: str) -> str:
    shapes = chart.drawing.shapes
    template = _environment(templates, Wording()).get_template("_charts/drawing.svg")
    return template.render(
        chart=chart,
        width=width,
        font=font,
        inks=[(outcome, INKS[outcome]) for outcome in chart.drawing.outcomes],
        filled=[shape for shape in shapes if isinstance(shape, Filled)],
        swatches=[shape for shape in shapes if isinstance(shape, Swatch)],
        rules=[shape for shape in shapes if isinstance(shape, Rule)],
        words=[shape for shape in shapes if isinstance(shape, Words)],
    )


@cache
def _environment(templates: Path, wording: Wording) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(wording.translations, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.filters |= {"px": _plain, "visible": visible}
    return environment


def _plain(value: float) -> str:
    """A number for SVG: at most two places, no exponent, no dangling zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
