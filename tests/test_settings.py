import pytest

from tracker.errors import SettingsError
from tracker.settings import load, shipped


def settings(tmp_path, toml="", **environment):
    (tmp_path / "tracker.toml").write_text(toml, encoding="utf-8")
    return load(tmp_path, environment)


def test_a_workspace_without_settings_has_working_defaults(tmp_path):
    found = load(tmp_path / "nowhere", {})
    assert found.database_url.startswith("sqlite:///")
    assert found.mail.transport == "file"
    assert found.review.two_persons


def test_the_file_overrides_the_default_and_the_environment_overrides_the_file(tmp_path):
    toml = '[mail]\nhost = "mail.example"\nfrom = "bericht@musterhafen.example"\n'
    found = settings(tmp_path, toml, TRACKER_MAIL__HOST="andere.example", TRACKER_REVIEW__TWO_PERSONS="false")
    assert (found.mail.host, found.mail.sender) == ("andere.example", "bericht@musterhafen.example")
    assert not found.review.two_persons


def test_a_secret_can_lie_in_a_file_and_never_shows_in_a_log(tmp_path):
    (tmp_path / "secret").write_text("gezeiten\n", encoding="utf-8")
    found = settings(tmp_path, TRACKER_MAIL__PASSWORD_FILE=str(tmp_path / "secret"))
    assert found.mail.password == "gezeiten"
    assert "gezeiten" not in repr(found)


def test_the_settings_may_name_the_file_of_a_secret(tmp_path):
    (tmp_path / "secret").write_text("gezeiten\n", encoding="utf-8")
    found = settings(tmp_path, '[mail]\npassword_file = "secret"\n')
    assert found.mail.password == "gezeiten"
    assert settings(tmp_path, f'[metrics]\ntoken_file = "{tmp_path}/secret"\n').metrics.token == "gezeiten"


def test_a_variable_wins_over_the_file_of_a_secret(tmp_path):
    (tmp_path / "secret").write_text("gezeiten", encoding="utf-8")
    found = settings(tmp_path, '[mail]\npassword_file = "secret"\n', TRACKER_MAIL__PASSWORD="andere")
    assert found.mail.password == "andere"


def test_a_missing_file_of_a_secret_is_named_with_its_setting(tmp_path):
    with pytest.raises(SettingsError, match=r"fehlt aus mail\.password_file"):
        settings(tmp_path, '[mail]\npassword_file = "fehlt"\n')


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[mial]\n", "„mial“ gibt es nicht. Meinten Sie „mail“"),
        ('[mail]\nhots = "x"\n', "„mail.hots“ gibt es nicht. Meinten Sie „mail.host“"),
        ('[mail]\nhost_file = "x"\n', "„mail.host_file“ gibt es nicht"),
        ('[mail]\nport = "x"\n', "mail.port erwartet eine ganze Zahl"),
        ("[mail]\nport = 0\n", "mail.port muss zwischen 1 und 65535"),
        ('[mail]\ntransport = "taube"\n', "mail.transport kennt nur file, smtp"),
        ('[review]\ntwo_persons = "ja"\n', "review.two_persons erwartet true oder false"),
        ('[schedule]\ntimezone = "Musterhafen"\n', "Die Zeitzone „Musterhafen“"),
        ('[site]\nbase_url = "wort.example"\n', "site.base_url erwartet eine Adresse wie https://"),
        ('[site]\nbase_url = "https://wort.example/pfad"\n', "ohne Pfad"),
        (
            '[site]\nlicence = "Hausordnung"\n',
            "„Hausordnung“ braucht eine Adresse in site.licence_url; ohne",
        ),
        ('[site]\nlicence = ""\n', "braucht eine Adresse"),
        ('[site]\nlicence_url = "javascript:1"\n', "braucht eine Adresse"),
        ('[site]\nbase_url = "ftp://wort.example"\n', "erwartet eine Adresse"),
        ('[site]\nbase_url = "https://wort.example:x"\n', "erwartet eine Adresse"),
        ("[mail\n", "keine gültige TOML-Datei"),
        ("site = 3\n", "[site] muss ein Abschnitt"),
    ],
)
def test_a_wrong_setting_is_named_with_the_mend(tmp_path, toml, sentence):
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path, toml)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "licence"),
    [
        ("", ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")),
        ('[site]\nlicence = "DL-DE Zero 2.0"\n', ("DL-DE Zero 2.0", "https://www.govdata.de/dl-de/zero-2-0")),
        (
            '[site]\nlicence = "Hausordnung"\nlicence_url = "https://a.example/h"\n',
            ("Hausordnung", "https://a.example/h"),
        ),
    ],
)
def test_a_licence_has_its_address(tmp_path, toml, licence):
    site = settings(tmp_path, toml).site
    assert (site.licence, site.licence_address) == licence


def test_a_misspelt_variable_is_an_error_too(tmp_path):
    with pytest.raises(SettingsError, match=r"mail\.hots"):
        settings(tmp_path, TRACKER_MAIL__HOTS="x")


def test_variables_that_are_no_settings_are_left_alone(tmp_path):
    settings(tmp_path, TRACKER_WORKSPACE="x", TRACKER_TEST_POSTGRES="y", PATH="z")


@pytest.mark.parametrize("name", ["alembic", "reports", "feeds.yaml", "deploy"])
def test_what_travels_with_the_program_is_found(name):
    assert shipped(name).exists()
