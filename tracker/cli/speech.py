"""German for what the command line's own library says: help pages and wrong usage."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from tracker.errors import key
from tracker.wording import Wording

_HEADINGS = {
    "Usage:": key("Aufruf:"),
    "Arguments:": key("Angaben:"),
    "Options:": key("Optionen:"),
    "Commands:": key("Befehle:"),
}
_PHRASES = {
    "[required]": key("[nötig]"),
    "Show this message and exit.": key("Zeigt diese Hilfe."),
    "Show the version and exit.": key("Zeigt die Version."),
    "[OPTIONS]": key("[OPTIONEN]"),
    "COMMAND [ARGS]...": key("BEFEHL [ANGABEN]..."),
    "[default: ": key("[Vorgabe: "),
}
_USAGE = (
    (r"No such option: (?P<name>\S+).*", key("Die Option {name} gibt es nicht.")),
    (r"No such command '(?P<name>.*)'\..*", key("Den Befehl „{name}“ gibt es nicht.")),
    (r"Missing argument '(?P<name>.*)'\.", key("Es fehlt eine Angabe: {name}.")),
    (r"Missing option '(?P<name>.*)'\..*", key("Es fehlt die Option {name}.")),
    (r"Missing (?:command|parameter).*", key("Es fehlt ein Befehl.")),
    (r"Option '(?P<name>.*)' requires .*", key("Die Option {name} braucht einen Wert.")),
    (r"Got unexpected extra argument\S* \((?P<name>.*)\)", key("Zu viele Angaben: {name}.")),
    (
        r"(?:Invalid value for )?'?(?P<name>[^':]*)'?: (?:\w+ error, )?'(?P<given>.*)' is not one of (?P<choices>.*)\.",
        key("{name} kennt nur {choices}, nicht „{given}“."),
    ),
    (r"Invalid value for '?(?P<name>[^']*)'?: (?P<detail>.*)", key("{name} passt nicht: {detail}")),
)


def usage_sentence(message: str, wording: Wording) -> str:
    """A library's complaint about wrong usage as a sentence of ours, or unchanged where it is unknown."""
    for pattern, sentence in _USAGE:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return wording.text(sentence, **match.groupdict())
    return message


def spoken_help(page: str, wording: Wording) -> str:
    """A help page with its headings and stock phrases in the reader's language."""
    for english, message in _HEADINGS.items():
        page = re.sub(rf"^{english}", wording.text(message), page, flags=re.MULTILINE)
    for english, message in _PHRASES.items():
        page = page.replace(english, wording.text(message))
    return re.sub(r"^(  [^-\s]\S*) <[^>]+>", r"\1", page, flags=re.MULTILINE)  # a Python type tells people nothing


def _wording(context: Any) -> Wording:
    found = context.find_root().obj
    return found if isinstance(found, Wording) else Wording()


def _speak(command: Any, wording: Wording) -> None:
    """Put a command's own words, and those of its options, into the reader's language."""
    command.help = wording.text(command.help or "")
    for parameter in command.params:
        for name in ("help", "metavar"):
            if said := getattr(parameter, name, None):
                setattr(parameter, name, wording.text(said))


class Command(TyperCommand):
    """A command whose help page speaks German or, with `--lang en`, English."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        wording = _wording(ctx)
        _speak(self, wording)
        return spoken_help(super().get_help(ctx), wording)


class Group(TyperGroup):
    """A group of commands, in the order in which they are used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of their definition."""
        del ctx
        return list(self.commands)

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        wording = _wording(ctx)
        _speak(self, wording)
        for command in self.commands.values():
            command.help = wording.text(command.help or "")
        return spoken_help(super().get_help(ctx), wording)
