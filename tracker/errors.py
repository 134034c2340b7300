"""Expected failures: each knows its subject and carries a German message key for people.

The key is itself a German sentence with named placeholders; `tracker.wording` translates it. Logs print the English
class name and the subject, people read the sentence.
"""


def key(message: str) -> str:
    """Mark a German sentence for the translation catalogue and return it unchanged."""
    return message


class TrackerError(Exception):
    """Root of all expected failures.

    `message_key` is what went wrong and how to mend it, in German with `{named}` placeholders; `values` fill them;
    `subject` names the thing (a file, a feed, a promise) in logs and tables.
    """

    exit_code = 1

    def __init__(self, message_key: str, *, subject: str = "", **values: object) -> None:
        super().__init__(message_key)
        self.message_key = message_key
        self.subject = subject
        self.values: dict[str, object] = {"subject": subject, **values}

    def __str__(self) -> str:
        return self.message_key.format(**self.values)


class UsageError(TrackerError):
    """The command or setting was used wrongly; nothing was tried."""

    exit_code = 2


class SettingsError(UsageError):
    """`tracker.toml` or a `TRACKER_…` variable is wrong; subject: the key."""


class FeedsFileError(UsageError):
    """feeds.yaml is wrong; subject: file and key."""


class DocumentError(TrackerError):
    """A document could not be read; subject: its path or name."""


class UnreadableError(DocumentError):
    """Foreign bytes that are damaged, hostile, locked, or too much for the limits; subject: the file's name."""


class MissingToolError(DocumentError):
    """A program of the operating system that a document needs is not installed; subject: the file's name."""


class FeedError(TrackerError):
    """A council source could not be polled; subject: the feed's id."""


class NotFoundError(TrackerError):
    """Something named by its id does not exist; subject: the id."""


class RuleError(TrackerError):
    """An act of a person breaks a rule of the design (state, second person, missing evidence); subject: the thing."""


class ConflictError(TrackerError):
    """Somebody else changed the thing meanwhile; subject: the thing."""


class ForbiddenError(TrackerError):
    """Somebody may not do this; subject: the act."""


class TooLargeError(TrackerError):
    """More was sent than is taken; subject: the field or file."""


class TooOftenError(TrackerError):
    """An action was tried more often than a limit allows; subject: the action."""


class DatabaseError(TrackerError):
    """The database is missing, too old or too new; subject: its URL without the password."""


class BackupError(TrackerError):
    """A backup cannot be written or restored; subject: its path."""
