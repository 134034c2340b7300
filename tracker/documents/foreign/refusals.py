"""Why a file is not read, in sentences that several formats share. The sandbox adds the file's name."""

from tracker.errors import UnreadableError, key

MOST_PAGES = 500


def damaged() -> UnreadableError:
    """The bytes break the rules of their format."""
    return UnreadableError(
        key("„{subject}“ ist unlesbar: Die Datei ist beschädigt oder unvollständig. Bitte noch einmal besorgen.")
    )


def locked() -> UnreadableError:
    """A password is needed."""
    return UnreadableError(
        key("„{subject}“ ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern und noch einmal einreichen.")
    )


def without_text() -> UnreadableError:
    """An office file without the part that holds the text."""
    return UnreadableError(
        key("„{subject}“ ist unlesbar: In der Datei fehlt der Text. Bitte neu speichern und noch einmal einreichen.")
    )


def too_many_pages(pages: int) -> UnreadableError:
    """More than MOST_PAGES."""
    return UnreadableError(
        key(
            "„{subject}“ ist unlesbar: Die Datei hat {pages} Seiten (höchstens {limit}). Bitte nur die Seiten mit den "
            "Antworten einreichen."
        ),
        pages=pages,
        limit=MOST_PAGES,
    )
