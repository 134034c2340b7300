import pytest

from tracker import __version__
from tracker.cli import commands
from tracker.cli import main as main_module

COMMANDS = [path for path, _function, _purpose in commands.COMMANDS]


def test_without_a_command_the_help_says_what_this_is(tracker):
    ran = tracker("--help")
    assert ran.code == 0
    assert "Wahlprüfsteine" in ran.out
    assert "Befehle:" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_german_and_english(tracker, command):
    german, english = tracker(*command.split(), "--help"), tracker(*command.split(), "--lang", "en", "--help")
    assert german.out.startswith(f"Aufruf: tracker {command}")
    assert english.out.startswith(f"Usage: tracker {command}")
    assert (german.code, english.code) == (0, 0)
    assert "--workspace" in german.out or command in {"init", "demo", "restore"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["extrakt"], "Den Befehl „extrakt“ gibt es nicht."),
        (["extract"], "Es fehlt eine Angabe: DATEI."),
        (["extract", "a.txt", "--blau"], "Die Option --blau gibt es nicht."),
        (["extract", "a.txt", "b.txt"], "Zu viele Angaben: b.txt."),
        (["extract", "a.txt", "--as", "lied"], "--as kennt nur"),
        (["match", "--promises"], "Die Option --promises braucht einen Wert."),
    ],
)
def test_wrong_usage_is_one_german_sentence_and_exit_code_two(tracker, arguments, sentence):
    ran = tracker(*arguments)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.out == ""


def test_the_version_is_told(tracker):
    assert tracker("--version").out.strip() == f"wortgehalten {__version__}"


def test_an_unexpected_error_shows_no_traceback(tracker, monkeypatch, tmp_path):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError("so etwas")

    monkeypatch.setattr(main_module, "app", broken)
    ran = tracker("extract", tmp_path)
    assert ran.code == 1
    assert ran.err.startswith("Unerwarteter Fehler (ZeroDivisionError: so etwas).")
    assert "Traceback" not in ran.err
