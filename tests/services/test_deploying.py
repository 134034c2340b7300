"""The files for a server: as they lie in the house, and as `tracker deploy` fills them in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracker.services.deploying import FILES, HOMES, NAME, PROGRAM, WORKSPACE, Site, fill
from tracker.settings import load

DEPLOY = ROOT / "deploy"
THERE = Site(Path("/usr/local/lib/wort"), "dienst", "leute", 8010)
UNITS = [name for name in FILES if name.endswith(".service")]
TOML = """
[site]
base_url = "https://rat.musterhafen.example"
[backup]
folder = "/mnt/platte"
"""


def filled(name: str, workspace: str = "/var/lib/wort/stadt", toml: str = "", folder: Path = Path()) -> str:
    (folder / "tracker.toml").write_text(toml, encoding="utf-8")
    settings = load(folder, {})
    object.__setattr__(settings, "workspace", Path(workspace))
    return fill((DEPLOY / name).read_text(encoding="utf-8"), settings, THERE)


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_the_example_is_left(tmp_path, name):
    text = filled(name, toml=TOML, folder=tmp_path)
    assert [word for word in (PROGRAM, WORKSPACE, NAME, ":8000", " 8000") if word in text] == []
    assert "User=wortgehalten" not in text


def test_a_service_runs_as_the_owner_and_may_write_where_backups_go(tmp_path):
    unit = filled("wortgehalten.service", toml=TOML, folder=tmp_path)
    assert "\nUser=dienst\nGroup=leute\n" in unit
    assert "\nReadWritePaths=/var/lib/wort/stadt -/mnt/platte\n" in unit
    assert "ExecStart=/usr/local/lib/wort/bin/tracker serve --host 127.0.0.1 --port 8010" in unit
    assert "ProtectHome=true" in unit


@pytest.mark.parametrize("home", HOMES)
def test_a_service_in_somebodys_home_can_see_it(tmp_path, home):
    unit = filled("wortgehalten.service", workspace=f"{home}ada/stadt", folder=tmp_path)
    assert "ProtectHome=read-only" in unit


def test_web_servers_tell_who_asks_and_do_not_hand_on_what_visitors_claim():
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx  # Caddy does so by itself
    for server in ("nginx.conf", "Caddyfile"):
        assert "metrics" in (DEPLOY / server).read_text(encoding="utf-8")


def test_the_call_is_a_script_that_every_shell_reads():
    script = DEPLOY / "tracker"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["/bin/sh", "-n", script], check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_the_units(tmp_path, name):
    program = tmp_path / "bin" / "tracker"
    program.parent.mkdir()
    program.touch(mode=0o755)
    unit = tmp_path / name.replace("@", "@1")
    unit.write_text((DEPLOY / name).read_text(encoding="utf-8").replace(PROGRAM, str(tmp_path)), encoding="utf-8")
    command = [shutil.which("systemd-analyze"), "verify", unit]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert name.split(".")[0].rstrip("@") not in ran.stderr, ran.stderr


@pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")
def test_caddy_understands_its_file():
    command = [shutil.which("caddy"), "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_what_the_image_copies_is_not_ignored():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"}
    assert [name for name in kept if not (ROOT / name).exists()] == []
    assert {"tracker", "alembic", "reports", "deploy", "feeds.yaml", "pyproject.toml", "README.md", "LICENSE"} < kept
