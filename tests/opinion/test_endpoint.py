"""Asking a chat endpoint, against a fake one on loopback."""

import socket

import pytest

from tests.opinion.conftest import Model
from tracker.opinion import endpoint
from tracker.opinion.endpoint import Endpoint, OpinionError


def test_the_question_goes_to_the_configured_model_with_its_key(model: Model) -> None:
    model.says = "Gut."
    assert Endpoint(model.url, "muster-1", "geheim").ask("Aufgabe", "Text") == "Gut."
    assert (model.paths, model.keys) == (["/v1/chat/completions"], ["Bearer geheim"])
    (asked,) = model.asked
    assert (asked["model"], asked["temperature"]) == ("muster-1", 0)
    assert [m["content"] for m in asked["messages"]] == ["Aufgabe", "Text"]


def test_without_a_key_none_is_sent(model: Model) -> None:
    Endpoint(model.url, "muster-1").ask("Aufgabe", "Text")
    assert model.keys == [None]


def test_the_key_is_not_shown() -> None:
    assert "geheim" not in repr(Endpoint("https://modell.example/v1", "muster-1", "geheim"))


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": null}}]}']
)
def test_an_answer_of_another_shape_is_a_failure_with_the_mend(model: Model, raw: bytes) -> None:
    model.raw = raw
    with pytest.raises(OpinionError, match=r"tracker\.toml"):
        Endpoint(model.url, "muster-1").ask("Aufgabe", "Text")


def test_an_error_of_the_server_is_a_failure(model: Model) -> None:
    model.status = 500
    with pytest.raises(OpinionError, match="HTTP 500"):
        Endpoint(model.url, "muster-1").ask("Aufgabe", "Text")


def test_redirects_are_not_followed(model: Model) -> None:
    model.status, model.location = 307, f"{model.url}/anderswo"
    with pytest.raises(OpinionError, match="HTTP 307"):
        Endpoint(model.url, "muster-1").ask("Aufgabe", "Text")
    assert len(model.paths) == 1


def test_an_endless_answer_is_cut_off(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "LONGEST_ANSWER", 50)
    model.raw = b"x" * 51
    with pytest.raises(OpinionError, match="1 MB"):
        Endpoint(model.url, "muster-1").ask("Aufgabe", "Text")


def test_nobody_there_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(OpinionError):
        Endpoint(f"http://127.0.0.1:{port}/v1", "muster-1").ask("Aufgabe", "Text")


def test_an_address_that_is_none_is_a_failure() -> None:
    with pytest.raises(OpinionError):
        Endpoint("gopher://x", "muster-1").ask("Aufgabe", "Text")
