from datetime import UTC, datetime

from tracker.reporting.letter import Invitation, invitation
from tracker.reporting.plain import text
from tracker.wording import Wording

LINK = "https://musterhafen.example/einladung/geheim"
UNTIL = datetime(2026, 12, 3, 2, 5, tzinfo=UTC)


def test_a_letter_as_text_names_its_link_once_and_keeps_its_paragraphs_apart():
    paper = invitation(Invitation("Wortgehalten", "Bo Bugwelle", LINK, UNTIL, known=False), Wording())
    assert text(paper).split("\n\n") == [
        "Wortgehalten",
        "Einladung zu Wortgehalten\n=========================",
        "Guten Tag, Bo Bugwelle,",
        "schön, dass Sie mitarbeiten. Mit diesem Link legen Sie Ihr Passwort\nfest:",
        f"Passwort festlegen:\n{LINK}",
        "Der Link gilt einmal, bis 03.12.2026, 02:05 Uhr.",
        "Sie haben das nicht erwartet? Dann brauchen Sie nichts zu tun: Ohne den\nLink ändert sich nichts.\n",
    ]
