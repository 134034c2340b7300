"""Only the fetcher opens sockets to councils, and feedparser only sees bytes from memory: read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import tracker

ROOT = Path(tracker.__file__).parent
OPENERS = ("aiohttp", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "ssl")
OPENERS += ("telnetlib", "urllib.request", "urllib3", "xmlrpc")
ALLOWED = {
    "cli/serve.py": {"socket"},  # listens, opens nothing
    "feeds/fetch.py": {"http.client", "ssl", "urllib3", "urllib3.exceptions"},
    "feeds/connection.py": {"socket", "ssl", "urllib3.connection"},
    "opinion/endpoint.py": {"urllib3", "urllib3.exceptions"},
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def opens_sockets(module: str) -> bool:
    return any(module == opener or module.startswith(f"{opener}.") for opener in OPENERS)


def test_only_the_fetcher_the_mail_room_and_the_second_opinion_import_what_opens_sockets() -> None:
    for name, tree in modules():
        openers = {module for module in imported(tree) if opens_sockets(module)}
        allowed = {"smtplib", "ssl"} if name.startswith("mail/") else ALLOWED.get(name, set())
        strangers = {o for o in openers if not any(o == a or o.startswith(f"{a}.") for a in allowed)}
        assert not strangers, name


def test_feedparser_is_called_once_and_with_bytes_from_memory() -> None:
    calls = [
        (name, node)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"feedparser.parse", "parse_feed"}
    ]
    users = {name for name, tree in modules() if "feedparser" in set(imported(tree))}
    assert users == {"feeds/rss.py"}
    assert [name for name, _ in calls] == ["feeds/rss.py"]
    first = calls[0][1].args[0]
    assert isinstance(first, ast.Call)
    assert ast.unparse(first.func) == "io.BytesIO"


def test_verification_of_certificates_is_switched_off_nowhere() -> None:
    for name, tree in modules():
        source = ast.unparse(tree)
        for switch in (
            "CERT_NONE",
            "check_hostname = False",
            "_create_unverified_context",
            "assert_hostname",
            "verify=False",
        ):
            assert switch not in source, name
