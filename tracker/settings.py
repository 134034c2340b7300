"""One frozen `Settings`, read once at the edge from tracker.toml and `TRACKER_…`, and passed down.

A workspace is a directory: `tracker.toml`, `feeds.yaml`, `data/` (SQLite file, stored bytes) and `out/`.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.errors import SettingsError, key

LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "DL-DE BY 2.0": "https://www.govdata.de/dl-de/by-2-0",
    "DL-DE Zero 2.0": "https://www.govdata.de/dl-de/zero-2-0",
    "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
"""Licences that need no address in the settings."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Who we are to readers. `public` lets them in, and then needs `[impressum]`.

    `proxies` are addresses, separated by commas, of servers in front of ours; their word on visitors' addresses counts.
    `licence` is that of what we publish ourselves; one that we do not know needs `licence_url`.
    """

    base_url: str = ""
    name: str = "Wortgehalten"
    language: Literal["de", "en"] = "de"
    public: bool = False
    proxies: str = ""
    licence: str = "CC BY 4.0"
    licence_url: str = ""

    @property
    def licence_address(self) -> str:
        """Where the licence can be read."""
        return self.licence_url or LICENCES.get(self.licence, "")


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """`url` is empty for the SQLite file of the workspace, or `postgresql+psycopg://…`."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """`contact` is the address that council servers find in our User-Agent."""

    contact: str = ""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`transport` file writes .eml files to `out/mail`; smtp sends. `per_minute` limits the rate."""

    transport: Literal["file", "smtp"] = "file"
    host: str = "localhost"
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = field(default="wortgehalten@localhost", metadata={"key": "from"})
    per_minute: int = 60


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How people work together; days and minutes as named."""

    two_persons: bool = True
    suggestions_per_week: int = 3
    reply_days: int = 21
    stale_days: int = 180
    claim_minutes: int = 10
    second_percent: int = 20
    mask_respondents: bool = False


@dataclass(frozen=True, slots=True)
class ImpressumSettings:
    """The legally required imprint; all four are needed in public mode."""

    name: str = ""
    address: str = ""
    email: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """When the monthly edition is made: on `report_day` at `report_hour` in `timezone`.

    With `workers` the schedule only hands out what is due, and `tracker worker` does it, on any number of hosts.
    """

    report_day: int = 1
    report_hour: int = 7
    timezone: str = "Europe/Berlin"
    workers: bool = False


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where the nightly backup goes (empty: `backups` in the workspace) and how many are kept."""

    folder: str = ""
    keep: int = 14


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """Figures for a supervisor at /metrics: off, for this machine only, or for whoever sends the token."""

    enabled: bool = False
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OpinionSettings:
    """Whom `tracker opinion` asks: the base address of an OpenAI-compatible interface, a model, and its key.

    Off while `url` is empty.
    """

    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set, and the workspace it belongs to."""

    workspace: Path
    site: SiteSettings = SiteSettings()
    database: DatabaseSettings = DatabaseSettings()
    fetch: FetchSettings = FetchSettings()
    mail: MailSettings = MailSettings()
    review: ReviewSettings = ReviewSettings()
    impressum: ImpressumSettings = ImpressumSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    backup: BackupSettings = BackupSettings()
    metrics: MetricsSettings = MetricsSettings()
    opinion: OpinionSettings = OpinionSettings()

    @property
    def database_url(self) -> str:
        """The database's URL; by default the SQLite file in `data/`."""
        return self.database.url or f"sqlite:///{(self.workspace / 'data' / 'tracker.sqlite').absolute()}"

    @property
    def address(self) -> str:
        """What goes before a path in mails, feeds and citations; never taken from a request."""
        return self.site.base_url.rstrip("/") or "http://localhost:8000"

    @property
    def files(self) -> Path:
        """Where stored bytes lie, by sha256."""
        return self.workspace / "data" / "files"

    @property
    def out(self) -> Path:
        """Where rendered reports and mails go."""
        return self.workspace / "out"

    @property
    def backups(self) -> Path:
        """Where nightly backups go."""
        return self.workspace / (self.backup.folder or "backups")  # an absolute folder stands for itself

    @property
    def feeds_file(self) -> Path:
        """The council sources of this workspace."""
        return self.workspace / "feeds.yaml"


SECTIONS: dict[str, type] = {
    "site": SiteSettings,
    "database": DatabaseSettings,
    "fetch": FetchSettings,
    "mail": MailSettings,
    "review": ReviewSettings,
    "impressum": ImpressumSettings,
    "schedule": ScheduleSettings,
    "backup": BackupSettings,
    "metrics": MetricsSettings,
    "opinion": OpinionSettings,
}
_PREFIX = "TRACKER_"
_EXPECTED = {
    str: key("{subject} erwartet einen Text in Anführungszeichen, nicht „{given}“."),
    int: key("{subject} erwartet eine ganze Zahl, nicht „{given}“."),
    bool: key("{subject} erwartet true oder false, nicht „{given}“."),
}


def shipped(name: str) -> Path:
    """A folder or file that travels with the program: `alembic`, `reports`, `deploy` or `feeds.yaml`.

    A checkout finds it at its root, an installed program inside the package.
    """
    package = Path(__file__).parent
    inside = package / "shipped" / name
    return inside if inside.exists() else package.parent / name


def load(workspace: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of a workspace: defaults, then tracker.toml, then `TRACKER_SECTION__KEY`.

    Raises SettingsError naming the key and the nearest known one.
    """
    values = _from_toml(workspace / "tracker.toml")
    for section, entries in _from_environment(environment).items():
        values.setdefault(section, {}).update(entries)
    settings = Settings(workspace)
    for section, entries in values.items():
        settings = replace(settings, **cast("Any", {section: _section(section, entries)}))
    _validate(settings)
    return settings


def _from_toml(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            key("{subject} ist keine gültige TOML-Datei: {detail}. Bitte die genannte Zeile berichtigen."),
            subject=str(path),
            detail=str(error),
        ) from error
    for name, value in raw.items():
        if name not in SECTIONS:
            raise _unknown(name, SECTIONS)
        if not isinstance(value, dict):
            raise SettingsError(key("[{subject}] muss ein Abschnitt in eckigen Klammern sein."), subject=name)
        for secret in _secrets(SECTIONS[name]):
            if isinstance(place := value.get(f"{secret}_file"), str):
                del value[f"{secret}_file"]
                value[secret] = _secret(f"{name}.{secret}_file", path.parent / place)
    return raw


def _from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, value in environment.items():
        if not name.startswith(_PREFIX) or "__" not in name:  # TRACKER_WORKSPACE is no setting
            continue
        section, _, entry = name.removeprefix(_PREFIX).lower().partition("__")
        if section not in SECTIONS:
            raise _unknown(section, SECTIONS)
        if entry.endswith("_file") and entry.removesuffix("_file") in _keys(SECTIONS[section]):
            entry, value = entry.removesuffix("_file"), _secret(name, Path(value))  # noqa: PLW2901  # one value, two ways
        found.setdefault(section, {})[entry] = value
    return found


def _secrets(section: type) -> list[str]:
    """Names of what must not show, in the file: each may also be read from a file of its own."""
    return [f.metadata.get("key", f.name) for f in fields(section) if not f.repr]


def _secret(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise SettingsError(
            key("Die Datei {path} aus {subject} lässt sich nicht lesen ({detail})."),
            subject=name,
            path=path,
            detail=error.strerror,
        ) from error


def _keys(section: type) -> dict[str, str]:
    """Names in the file and the fields they fill."""
    return {f.metadata.get("key", f.name): f.name for f in fields(section)}


def _section(name: str, entries: Mapping[str, Any]) -> Any:
    known = _keys(SECTIONS[name])
    types = {f.name: f.type for f in fields(SECTIONS[name])}
    arguments = {}
    for entry, value in entries.items():
        if entry not in known:
            raise _unknown(f"{name}.{entry}", [f"{name}.{k}" for k in known])
        arguments[known[entry]] = _value(f"{name}.{entry}", types[known[entry]], value)
    return SECTIONS[name](**arguments)


def _value(name: str, wanted: Any, given: Any) -> Any:
    """`given` as the wanted type; variables of the environment arrive as text."""
    if get_origin(wanted) is Literal:
        if given in get_args(wanted):
            return given
        raise SettingsError(
            key("{subject} kennt nur {choices}, nicht „{given}“."),
            subject=name,
            choices=", ".join(get_args(wanted)),
            given=given,
        )
    if wanted is bool and isinstance(given, str) and given.lower() in {"true", "false"}:
        return given.lower() == "true"
    if wanted is int and isinstance(given, str) and given.lstrip("-").isdigit():
        return int(given)
    if type(given) is wanted:
        return given
    raise SettingsError(_EXPECTED[wanted], subject=name, given=given)


def _unknown(name: str, known: Any) -> SettingsError:
    nearest = difflib.get_close_matches(name, list(known), n=1, cutoff=0.0)
    return SettingsError(
        key("Die Einstellung „{subject}“ gibt es nicht. Meinten Sie „{nearest}“?"), subject=name, nearest=nearest[0]
    )


def require_imprint(settings: Settings) -> None:
    """Raise SettingsError where the site is public but does not say under which address, or who answers for it."""
    if not settings.site.public:
        return
    missing = [
        f"impressum.{name}" for name in _keys(ImpressumSettings) if not getattr(settings.impressum, name).strip()
    ]
    if not settings.site.base_url:
        missing.insert(0, "site.base_url")
    if missing:
        raise SettingsError(
            key(
                "site.public = true braucht noch: {subject}. Wer öffentlich berichtet, muss sagen, wer dafür einsteht "
                "(§ 5 DDG, § 18 MStV). Bitte in tracker.toml ergänzen."
            ),
            subject=", ".join(missing),
        )


def _validate_base_url(base_url: str) -> None:
    if not base_url:
        return
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    else:
        usable = usable and parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
    if not usable:
        raise SettingsError(
            key("{subject} erwartet eine Adresse wie https://wortgehalten.example, ohne Pfad, nicht „{given}“."),
            subject="site.base_url",
            given=base_url,
        )


def _validate_licence(site: SiteSettings) -> None:
    if not site.licence.strip() or not site.licence_address.startswith(("https://", "http://")):
        raise SettingsError(
            key("{subject} „{given}“ braucht eine Adresse in site.licence_url; ohne gehen: {known}."),
            subject="site.licence",
            given=site.licence,
            known=", ".join(LICENCES),
        )


def _validate(settings: Settings) -> None:
    _validate_base_url(settings.site.base_url)
    _validate_licence(settings.site)
    try:
        ZoneInfo(settings.schedule.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            key("Die Zeitzone „{given}“ in {subject} gibt es nicht. Üblich ist Europe/Berlin."),
            subject="schedule.timezone",
            given=settings.schedule.timezone,
        ) from error
    for name, value, low, high in (
        ("schedule.report_day", settings.schedule.report_day, 1, 28),
        ("schedule.report_hour", settings.schedule.report_hour, 0, 23),
        ("mail.port", settings.mail.port, 1, 65535),
        ("mail.per_minute", settings.mail.per_minute, 1, 6000),
        ("review.reply_days", settings.review.reply_days, 0, 365),
        ("review.claim_minutes", settings.review.claim_minutes, 1, 1440),
        ("review.second_percent", settings.review.second_percent, 0, 100),
        ("backup.keep", settings.backup.keep, 1, 1000),
    ):
        if not low <= value <= high:
            raise SettingsError(
                key("{subject} muss zwischen {low} und {high} liegen, nicht {given}."),
                subject=name,
                low=low,
                high=high,
                given=value,
            )
