"""Why a fetch failed: one English reason code and one German sentence with the mend for each."""

from enum import StrEnum

from tracker.errors import FeedError, key


class Reason(StrEnum):
    """What went wrong; stands in logs and in the run record."""

    BAD_URL = "bad_url"
    SCHEME = "scheme"
    PORT = "port"
    PRIVATE_ADDRESS = "private_address"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    CA_FILE = "ca_file"
    BROKEN_HTTP = "broken_http"
    CUT_OFF = "cut_off"
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    REDIRECTS = "redirects"
    DOWNGRADE = "downgrade"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    BUSY = "busy"
    STATUS = "status"
    DEFECT = "defect"


SENTENCES: dict[Reason, str] = {
    Reason.BAD_URL: key(
        "Quelle {subject}: Die Adresse {url} ist keine gültige Webadresse. Bitte in feeds.yaml berichtigen."
    ),
    Reason.SCHEME: key(
        "Quelle {subject}: Die Adresse {url} beginnt nicht mit http:// oder https://. Nur solche werden abgerufen."
    ),
    Reason.PORT: key(
        "Quelle {subject}: Die Adresse {url} nennt einen Port, der nicht für Webseiten gedacht ist. "
        "Bitte die Adresse prüfen."
    ),
    Reason.PRIVATE_ADDRESS: key(
        "Quelle {subject}: {url} führt in ein internes Netz und wurde nicht abgerufen. Ist das gewollt "
        "(etwa ein Intranet), setzen Sie bei der Quelle allow_private_network: true."
    ),
    Reason.ROBOTS: key(
        "Quelle {subject}: Der Betreiber untersagt den Abruf von {url} in seiner robots.txt. Bitte um Erlaubnis fragen "
        "oder die Quelle mit paused: true anhalten."
    ),
    Reason.ROBOTS_UNREACHABLE: key(
        "Quelle {subject}: Die robots.txt zu {url} war nicht lesbar, darum wurde nichts abgerufen. "
        "Der nächste Versuch folgt von selbst."
    ),
    Reason.UNKNOWN_HOST: key(
        "Quelle {subject}: Den Rechnernamen in {url} gibt es nicht oder die Namensauflösung ist gestört. "
        "Bitte Adresse und Internetverbindung prüfen."
    ),
    Reason.UNREACHABLE: key(
        "Quelle {subject}: {url} ist nicht erreichbar. Der nächste Versuch folgt von selbst; bleibt es dabei, "
        "prüfen Sie die Adresse im Browser."
    ),
    Reason.TIMEOUT: key(
        "Quelle {subject}: {url} hat zu lange nicht geantwortet. Der nächste Versuch folgt von selbst."
    ),
    Reason.TLS: key(
        "Quelle {subject}: Das Zertifikat von {url} ließ sich nicht prüfen. Fehlt dem Server ein Zwischenzertifikat, "
        "legen Sie es als Datei ab und nennen Sie diese bei der Quelle als ca_file."
    ),
    Reason.CA_FILE: key(
        "Quelle {subject}: Die Zertifikatsdatei {ca_file} fehlt oder ist unlesbar. Bitte ca_file in feeds.yaml prüfen."
    ),
    Reason.BROKEN_HTTP: key(
        "Quelle {subject}: Die Antwort von {url} war technisch unlesbar. Der nächste Versuch folgt von selbst."
    ),
    Reason.CUT_OFF: key(
        "Quelle {subject}: Die Antwort von {url} brach mittendrin ab. Der nächste Versuch folgt von selbst."
    ),
    Reason.TOO_LARGE: key(
        "Quelle {subject}: Die Antwort von {url} ist größer als {limit} MB und wurde verworfen. "
        "Bitte prüfen, ob die Adresse stimmt."
    ),
    Reason.ENCODING: key(
        "Quelle {subject}: Die Antwort von {url} ist auf unbekannte Weise gepackt. Der nächste Versuch folgt von "
        "selbst; bleibt es dabei, wenden Sie sich an den Betreiber."
    ),
    Reason.REDIRECTS: key(
        "Quelle {subject}: {url} leitet im Kreis oder zu oft weiter. Bitte die Adresse im Browser öffnen und die "
        "Zieladresse in feeds.yaml eintragen."
    ),
    Reason.DOWNGRADE: key(
        "Quelle {subject}: {url} leitet auf eine unverschlüsselte Adresse um und wurde nicht abgerufen. "
        "Ist das gewollt, tragen Sie die http-Adresse in feeds.yaml ein."
    ),
    Reason.NOT_FOUND: key(
        "Quelle {subject}: Unter {url} gibt es nichts (404). Bitte die Adresse in feeds.yaml prüfen."
    ),
    Reason.FORBIDDEN: key(
        "Quelle {subject}: Der Server verweigert {url} (Status {status}). Bitte beim Betreiber nachfragen oder die "
        "Quelle mit paused: true anhalten."
    ),
    Reason.GONE: key(
        "Quelle {subject}: Der Betreiber hat {url} endgültig abgeschaltet (410). Die Quelle ruht; bitte eine neue "
        "Adresse in feeds.yaml eintragen."
    ),
    Reason.BUSY: key(
        "Quelle {subject}: Der Server von {url} ist überlastet oder in Wartung (Status {status}). "
        "Der nächste Versuch folgt von selbst."
    ),
    Reason.STATUS: key(
        "Quelle {subject}: {url} antwortet mit einem Fehler (Status {status}). Der nächste Versuch folgt von selbst."
    ),
    Reason.DEFECT: key(
        "Quelle {subject}: Die Antwort ließ sich nicht auswerten ({url}). Das ist ein Fehler dieses Programms; bitte "
        "melden Sie ihn mit dem Protokoll. Gespeichertes bleibt erhalten."
    ),
}


class FetchError(FeedError):
    """A fetch that brought nothing usable; `reason` is the code, `subject` the feed.

    `status` is the HTTP status (0 where none came), `retry_after` the server's header as delivered, `body` the first
    64 KB of an error page: some OParl servers say "nothing new" that way.
    """

    def __init__(
        self,
        reason: Reason,
        *,
        feed: str,
        url: str,
        status: int = 0,
        retry_after: str = "",
        body: bytes = b"",
        **values: object,
    ) -> None:
        super().__init__(SENTENCES[reason], subject=feed, url=url, status=status, **values)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        self.body = body


class SuspiciousError(FeedError):
    """An answer that must not be trusted as the source's state; what was stored stays. `reason` is the code."""

    def __init__(self, reason: "Doubt", *, feed: str, url: str, **values: object) -> None:
        super().__init__(DOUBTS[reason], subject=feed, url=url, **values)
        self.reason = reason


class Doubt(StrEnum):
    """Why an answer is suspicious."""

    EMPTY = "empty"
    HTML = "html"
    NO_FEED = "no_feed"
    CHARSET = "charset"
    ENTITIES = "entities"
    CONVOLUTED = "convoluted"
    NO_ENTRIES = "no_entries"
    FEW_ENTRIES = "few_entries"
    MANY_ENTRIES = "many_entries"
    TRUNCATED = "truncated"
    ERROR_OBJECT = "error_object"
    INCOMPLETE = "incomplete"
    INTERRUPTED = "interrupted"


DOUBTS: dict[Doubt, str] = {
    Doubt.EMPTY: key(
        "Quelle {subject}: {url} lieferte eine leere Antwort. Gespeichertes bleibt; der nächste Versuch folgt "
        "von selbst."
    ),
    Doubt.HTML: key(
        "Quelle {subject}: {url} lieferte eine Webseite statt der erwarteten Daten, vielleicht eine Wartungs- "
        "oder Sperrseite. Gespeichertes bleibt; bitte die Adresse im Browser öffnen."
    ),
    Doubt.NO_FEED: key(
        "Quelle {subject}: {url} lieferte etwas anderes als die erwarteten Daten. Gespeichertes bleibt; bitte "
        "Adresse und Art (kind) in feeds.yaml prüfen."
    ),
    Doubt.CHARSET: key(
        "Quelle {subject}: {url} nennt einen Zeichensatz, der nicht gelesen wird. Gespeichertes bleibt; bitte "
        "den Betreiber um UTF-8 bitten."
    ),
    Doubt.ENTITIES: key(
        "Quelle {subject}: {url} enthält eigene Ersetzungsregeln (DOCTYPE, ENTITY) und wurde aus "
        "Sicherheitsgründen nicht gelesen. Gespeichertes bleibt; bitte beim Betreiber nachfragen."
    ),
    Doubt.CONVOLUTED: key(
        "Quelle {subject}: {url} ist so verschachtelt, wie es keine Quelle ist, und wurde aus Sicherheitsgründen nicht "
        "gelesen. Gespeichertes bleibt; bitte beim Betreiber nachfragen."
    ),
    Doubt.NO_ENTRIES: key(
        "Quelle {subject}: {url} ist plötzlich leer, zuvor waren es {before} Einträge. Gespeichertes bleibt; "
        "bitte die Adresse im Browser öffnen."
    ),
    Doubt.FEW_ENTRIES: key(
        "Quelle {subject}: {url} nennt nur noch {now} statt {before} Einträge. Gespeichertes bleibt; bleibt es "
        "dabei, gilt nach dem dritten Abruf die neue Zahl."
    ),
    Doubt.MANY_ENTRIES: key(
        "Quelle {subject}: {url} nennt mehr als {limit} Einträge; nur die ersten wurden gelesen. Bitte eine "
        "kürzere Liste als Adresse eintragen."
    ),
    Doubt.TRUNCATED: key(
        "Quelle {subject}: Die Daten von {url} hören mittendrin auf. Was lesbar war, ist gespeichert; der "
        "nächste Versuch folgt von selbst."
    ),
    Doubt.ERROR_OBJECT: key(
        "Quelle {subject}: {url} meldet einen Fehler, obwohl der Abruf gelang: {message}. Gespeichertes bleibt; "
        "bitte beim Betreiber nachfragen, ob die Schnittstelle noch in Betrieb ist."
    ),
    Doubt.INCOMPLETE: key(
        "Quelle {subject}: Die Liste {url} war nicht vollständig lesbar ({message}). Was lesbar war, ist "
        "gespeichert; der nächste Versuch folgt von selbst."
    ),
    Doubt.INTERRUPTED: key(
        "Quelle {subject}: Das Speichern von {url} wurde unterbrochen. Was bis dahin gelesen war, ist gespeichert; "
        "der nächste Abruf holt den Rest."
    ),
}


class NotAskedError(FeedError):
    """A poll that read nothing on purpose, said so that nobody takes it for news that there is none."""

    def __init__(self, *, feed: str, hours: int) -> None:
        super().__init__(
            key(
                "Quelle {subject}: Der Server kann nicht sagen, was sich geändert hat. Er wird alle {hours} Stunden "
                "ganz gelesen; diesmal wurde nichts gelesen."
            ),
            subject=feed,
            hours=hours,
        )
