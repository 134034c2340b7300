"""What can go wrong with a mail, sorted by what must happen next."""

from tracker.errors import TrackerError, key


class MailError(TrackerError):
    """A mail was not handed over, or nobody knows whether it was; subject: the recipient or the mail server."""


class AddressError(MailError):
    """An address that no mail server could take; subject: the address."""

    def __init__(self, address: str) -> None:
        super().__init__(
            key("„{subject}“ ist keine E-Mail-Adresse, an die wir senden können. Bitte berichtigen Sie sie."),
            subject=address,
        )


class MailUnreachableError(MailError):
    """No connection, or it ended before the content was sent: nothing was delivered, a later try is safe."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            key(
                "Der Mailserver {subject} ist nicht erreichbar ({reason}). Nichts wurde gesendet; "
                "bitte prüfen Sie host, port und security unter [mail] in tracker.toml oder versuchen Sie es später."
            ),
            subject=server,
            reason=reason,
        )


class MailLoginError(MailError):
    """The server lets us in only with other settings; nothing was delivered; subject: the mail server."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            key(
                "Der Mailserver {subject} hat die Anmeldung abgelehnt ({reason}). Nichts wurde gesendet; "
                "bitte prüfen Sie user, password und security unter [mail] in tracker.toml."
            ),
            subject=server,
            reason=reason,
        )


class MailTrustError(MailError):
    """The server cannot prove its name; neither password nor mail was told to it; subject: the mail server."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            key(
                "Dem Zertifikat des Mailservers {subject} lässt sich nicht trauen ({reason}). Nichts wurde gesendet; "
                "bitte prüfen Sie, ob host unter [mail] in tracker.toml der Name ist, auf den das Zertifikat lautet."
            ),
            subject=server,
            reason=reason,
        )


class MailRefusedError(MailError):
    """The server answered no; `permanent` says whether another try could help. Subject: the recipient."""

    def __init__(self, recipient: str, reason: str, *, permanent: bool) -> None:
        super().__init__(
            key("Der Mailserver nimmt keine Mail an {subject} an ({reason}). Bitte prüfen Sie die Adresse.")
            if permanent
            else key(
                "Der Mailserver nimmt die Mail an {subject} zurzeit nicht an ({reason}). "
                "Wir versuchen es später noch einmal."
            ),
            subject=recipient,
            reason=reason,
        )
        self.permanent = permanent


class MailUncertainError(MailError):
    """The connection was lost after the content was sent: it may have arrived; subject: the recipient."""

    def __init__(self, recipient: str, reason: str) -> None:
        super().__init__(
            key(
                "Ob die Mail an {subject} angekommen ist, wissen wir nicht: Die Verbindung brach nach dem Senden ab "
                "({reason}). Sie wird nicht von selbst noch einmal gesendet; bitte fragen Sie nach."
            ),
            subject=recipient,
            reason=reason,
        )


class MailFileError(MailError):
    """A mail could not be written as a file; subject: the path."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            key(
                "Die Mail konnte nicht als {subject} gespeichert werden ({reason}). Bitte prüfen Sie Platz und Rechte."
            ),
            subject=path,
            reason=reason,
        )
