"""Charts: pure drawings from counted promises, the same on page, mail and paper.

How to use it:

    from tracker.reporting import charts

    chart = charts.outcomes("antwortende", title, (Group("In der Mehrheit", tallies), …), wording)
    chart = charts.progress("verlauf", title, steps, Term(start, end, cut_off), wording)
    chart = charts.crossing("themen", title, (Group("Musterstadt · Verkehr", tallies), …), wording)

    charts.figure(chart, wording, shipped("reports"))  -> Markup: <figure> with SVG, notes and the table under it
    charts.drawing(chart, shipped("reports"))          -> Markup: the SVG alone, where the table stands elsewhere
    charts.picture(chart, shipped("reports"))          -> str: a whole SVG file, fixed width, for Typst's `image`
    charts.png(chart, shipped("reports"))              -> bytes: for mails, drawn by Typst, equal on every machine
    chart.table                                        -> Table: head, rows and foot as text, for Typst and plain text

Pages that show a figure include `_charts/style.css` once; it knows light, dark, forced colours and print. `chart.key`
must be unique on a page. `chart.title` and `chart.description` are the alternative text of the picture.

A chart shows counts, never shares: small numbers make shares lie. Outcomes keep the order of the design (never sorted
by success), every filling differs in texture as well as in colour, and rows keep the order given: sort them by name.
"""

from tracker.reporting.charts.bars import crossing, outcomes
from tracker.reporting.charts.chart import Chart, Drawing, Table, TableRow
from tracker.reporting.charts.course import Term, progress
from tracker.reporting.charts.render import drawing, figure, picture, png

__all__ = [
    "Chart",
    "Drawing",
    "Table",
    "TableRow",
    "Term",
    "crossing",
    "drawing",
    "figure",
    "outcomes",
    "picture",
    "png",
    "progress",
]
