"""The interface against its own description, by an independent tester: every phase, no failure."""

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from tracker.web.app import create_app

PHASES = "examples,coverage,fuzzing,stateful"


@pytest.fixture
def address(instance, clock):
    """The application behind a real server on loopback."""
    server = uvicorn.Server(uvicorn.Config(create_app(instance, clock), port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_schemathesis_finds_nothing_to_complain_about(address, tmp_path):
    command = [Path(sys.executable).parent / "schemathesis", "run", f"{address}/api/openapi.json", "--phases", PHASES]
    ran = subprocess.run(
        [*command, "--max-examples", "20", "--seed", "1", "--continue-on-failure"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=280,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "No issues found" in ran.stdout
    generated, passed = re.search(r"(\d+) generated, (\d+) passed", ran.stdout).groups()
    assert int(generated) == int(passed) > 300
    assert all(f"{phase.capitalize()} (" in ran.stdout for phase in PHASES.split(","))
