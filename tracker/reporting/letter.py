"""Short letters about an account or a subscription, from three templates each under `reports/mail/`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracker.reporting.environment import html_environment, text_environment
from tracker.reporting.report import Report
from tracker.wording import Wording


def letter(name: str, values: Mapping[str, Any], wording: Wording, templates: Path) -> Report:
    """The letter `mail/NAME.html`, `mail/NAME.txt`, `mail/NAME_subject.txt`; all three know `subject` and `values`."""
    texts, pages = text_environment(templates, wording), html_environment(templates, wording)
    subject = " ".join(texts.get_template(f"mail/{name}_subject.txt").render(values).split())
    known = {**values, "subject": subject}
    return Report(
        html=pages.get_template(f"mail/{name}.html").render(known),
        text=texts.get_template(f"mail/{name}.txt").render(known),
        subject=subject,
    )
