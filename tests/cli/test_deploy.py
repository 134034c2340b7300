from tracker.services.deploying import FILES


def test_the_files_for_a_server_are_written_with_the_places_of_this_workspace(tracker, workspace, tmp_path):
    ran = tracker("deploy", tmp_path / "server", "--port", "8010", "--json")
    assert ran.code == 0
    assert sorted(ran.json["files"]) == sorted(str(tmp_path / "server" / name) for name in FILES)
    unit = (tmp_path / "server" / "wortgehalten.service").read_text(encoding="utf-8")
    assert f"User={workspace.owner()}" in unit
    assert f"TRACKER_WORKSPACE={workspace}" in unit


def test_without_an_address_the_example_in_the_files_is_told(tracker, workspace, tmp_path):
    assert "site.base_url" in tracker("deploy", tmp_path / "server").out
    (workspace / "tracker.toml").write_text("[site]\nbase_url = 'https://a.example'\n", encoding="utf-8")
    assert "site.base_url" not in tracker("deploy", tmp_path / "server").out


def test_a_folder_that_cannot_be_written_is_told(tracker, workspace, tmp_path):
    (tmp_path / "datei").touch()
    ran = tracker("deploy", tmp_path / "datei")
    assert (ran.code, "Schreibrechte" in ran.err) == (1, True)
