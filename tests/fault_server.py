"""A web server on loopback that misbehaves on purpose: `/<mode>` of `FAULTS` is one named fault.

It writes raw bytes, so that it can lie about lengths, encodings and the protocol itself. `Host` names beginning with
`robots-` choose what robots.txt answers; everywhere else there is none.
"""

import gzip
import socket
import socketserver
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ETAG = '"stand-1"'


@dataclass(frozen=True)
class Request:
    path: str
    host: str
    headers: dict[str, str]
    times_seen: int  # how often this path was asked, this time included


@dataclass
class FaultServer:
    port: int
    log: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, mode: str, host: str = "musterstadt-ost.example") -> str:
        return f"http://{host}:{self.port}/{mode}"


def entry(n: int, title: str = "", *, guid: str | None = "", link: str = "", date: str = "12. November 2025") -> str:
    guid_tag = "" if guid is None else f'<guid isPermaLink="false">{guid or f"top-{n}"}</guid>'
    return (
        f"<item>{guid_tag}<title>{title or f'Radweg an der Beispielallee, Abschnitt {n}'}</title>"
        f"<link>{link or f'https://ris.musterstadt-ost.example/vorgang?__ktonr={n}'}</link>"
        f"<description>Gremium: Rat der Stadt&lt;br&gt;&lt;b&gt;Datum:&lt;/b&gt; {date}</description>"
        "</item>"
    )


def feed(*entries: str, declaration: str = '<?xml version="1.0" encoding="utf-8"?>', doctype: str = "") -> str:
    body = "".join(entries)
    return f'{declaration}{doctype}<rss version="2.0"><channel><title>Ratsvorgänge</title>{body}</channel></rss>'


def good(n: int = 10) -> bytes:
    return feed(*(entry(i) for i in range(n))).encode()


def head(status: str = "200 OK", **headers: object) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def whole(body: bytes, status: str = "200 OK", **headers: object) -> bytes:
    return head(status, Content_Length=len(body), Content_Type="application/rss+xml", **headers) + body


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return (
        head(Transfer_Encoding="chunked", Content_Type="application/rss+xml")
        + b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks)
        + end
    )


def zeros_packed(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(b"\0" * 2**20) for _ in range(megabytes)) + packer.flush()


HTML = b"<!DOCTYPE html><html><head><title>Wartung</title></head><body><p>Wir sind bald wieder da.</p></body></html>"
BLOCKED = b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"
LAUGHS = '<!DOCTYPE rss [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
NETSCAPE = (
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">'
)
UMLAUTS = feed(entry(1, "Straßenbäume für Übersee"), declaration="")

HEAPED = {
    "elements-in-elements": feed("<item><title>x</title>" + "<a>" * 60_000 + "</item>"),
    "endless-attributes": feed("<item " + " ".join(f"a{n}='1'" for n in range(30_000)) + "><title>x</title></item>"),
    "endless-namespaces": feed("<item>" + "".join(f"<a{n}:b xmlns:a{n}='u{n}'/>" for n in range(20_000)) + "</item>"),
    "open-comments": feed(entry(1), "<!--" * 100_000),
    "open-sections": feed(entry(1), "<![CDATA[" * 50_000),
    "open-tags-in-text": feed(entry(1, date="12.11.2025" + "&lt;a " * 100_000)),
}
"""Fewer bytes than the cap, made so that parsers take time by their square."""

ABSURD = ("2025-13-45", "1761735153", "1. Januar 0001", "31.02.2026", "12. Brumaire 2025", "1.1.2099")

ANSWERS: dict[str, bytes] = {
    "good": whole(good(), ETag=ETAG),
    "no-length": head(Content_Type="application/rss+xml") + good(),
    "chunked": chunked(good()[:500], good()[500:]),
    "gzip": whole(gzip.compress(good()), Content_Encoding="gzip"),
    "deflate": whole(zlib.compress(good()), Content_Encoding="deflate"),
    "cut-plain": head(Content_Length=len(good()) + 999) + good(),
    "cut-chunked": chunked(good()[:500], end=b""),
    "cut-gzip": whole(gzip.compress(good())[:-20], Content_Encoding="gzip"),
    "cut-xml": whole(good()[: len(good()) * 8 // 10]),
    "short-length": head(Content_Length=len(good()) - 200) + good(),
    "bad-chunk-size": head(Transfer_Encoding="chunked") + b"zz\r\n" + good(),
    "gzip-bomb": whole(zeros_packed(32), Content_Encoding="gzip"),
    "too-large": whole(b" " * (2**20 + 1) + good()),
    "double-gzip": whole(gzip.compress(gzip.compress(good())), Content_Encoding="gzip, gzip"),
    "gzip-lie": whole(good(), Content_Encoding="gzip"),
    "unknown-encoding": whole(good(), Content_Encoding="br"),
    "undeclared-gzip": whole(gzip.compress(good())),
    "html": whole(HTML),
    "firewall": whole(BLOCKED),
    "empty": whole(b""),
    "blank": whole(b" \r\n\t"),
    "json": whole(b'{"message": "OParl is not active."}'),
    "other-rdf": whole(b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Bag/></r:RDF>'),
    "no-content": head("204 No Content"),
    "partial-content": whole(good()[:800], "206 Partial Content"),
    "file-path": whole(b"/etc/hostname"),
    "no-entries": whole(feed().encode()),
    "few-entries": whole(good(4)),
    "many-entries": whole(feed(*(f"<item><title>T{n}</title></item>" for n in range(20_000))).encode()),
    "redirect": head("302 Found", Location="/good"),
    "moved": head("301 Moved Permanently", Location="/good"),
    "redirect-loop": head("302 Found", Location="/redirect-loop"),
    "redirect-ring": head("308 Permanent Redirect", Location="/redirect-ring-back"),
    "redirect-ring-back": head("308 Permanent Redirect", Location="/redirect-ring"),
    "redirect-nowhere": head("302 Found"),
    "redirect-to-file": head("302 Found", Location="file:///etc/hostname"),
    "redirect-to-metadata": head("302 Found", Location="http://169.254.169.254/latest/"),
    "redirect-to-mail-port": head("302 Found", Location="http://musterstadt-ost.example:25/"),
    "not-modified-with-body": head("304 Not Modified", Content_Length=4) + b"haha",
    "gone": whole(b"", "410 Gone"),
    "not-found": whole(HTML, "404 Not Found"),
    "forbidden": whole(BLOCKED, "403 Forbidden"),
    "sign-in": whole(b"", "401 Unauthorized"),
    "too-many-requests": whole(b"", "429 Too Many Requests", Retry_After="7200"),
    "maintenance": whole(HTML, "503 Service Unavailable", Retry_After="Wed, 06 May 2026 15:00:00 GMT"),
    "bad-gateway": whole(HTML, "502 Bad Gateway"),
    "server-error": whole(HTML, "500 Internal Server Error"),
    "latin-1-as-utf-8": whole(('<?xml version="1.0" encoding="utf-8"?>' + UMLAUTS).encode("latin-1")),
    "cp1252-as-latin-1": whole(
        feed(entry(1, "Platz der „Eintracht“"), declaration='<?xml version="1.0" encoding="iso-8859-1"?>').encode(
            "cp1252"
        )
    ),
    "utf-8-as-latin-1-header": head(Content_Type="text/xml; charset=iso-8859-1") + UMLAUTS.encode(),
    "utf-16-without-mark": whole(UMLAUTS.encode("utf-16-le")),
    "utf-16": whole(('<?xml version="1.0" encoding="utf-16"?>' + UMLAUTS).encode("utf-16")),
    "byte-order-mark": whole(b"\xef\xbb\xbf" + good()),
    "blank-lines-first": whole(b"\r\n\r\n" + good()),
    "utf-7": whole(feed(entry(1), declaration='<?xml version="1.0" encoding="utf-7"?>').encode("utf-7")),
    "control-characters": whole(feed(entry(1, "Schul\x0bhof\x02 öffnen")).encode()),
    "bare-ampersands": whole(feed(entry(1, "Bus & Bahn", link="https://ris.example/?id=1&copy=3")).encode()),
    "html-entities": whole(feed(entry(1, "Bus&nbsp;und Bahn")).encode()),
    "tags-in-title": whole(feed(entry(1, "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;Rad&lt;/b&gt;weg")).encode()),
    "entity-bomb": whole(feed(entry(1, "&b;"), doctype=LAUGHS).encode()),
    "outside-entity": whole(feed(entry(1, "&x;"), doctype=OUTSIDE).encode()),
    **{name: whole(text.encode()) for name, text in HEAPED.items()},
    "netscape-doctype": whole(feed(entry(1), doctype=NETSCAPE).encode()),
    "absurd-dates": whole(feed(*(entry(n, date=d) for n, d in enumerate(ABSURD))).encode()),
    "repeated-guids": whole(feed(*(entry(n, guid="immer-gleich") for n in range(10))).encode()),
    "no-guids": whole(feed(*(entry(n, guid=None) for n in range(10))).encode()),
    "bad-status-line": b"Guten Tag\r\n\r\n" + good(),
    "endless-header": b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n" + good(),
    "many-headers": b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 5_000 + b"\r\n" + good(),
    "silent-close": b"",
}

VARYING: dict[str, Callable[[Request], bytes]] = {
    "redirect-chain": lambda r: head("302 Found", Location=f"/redirect-chain?{r.times_seen}"),
    "changing-guids": lambda r: whole(feed(*(entry(n, guid=f"{n}-{r.times_seen}") for n in range(10))).encode()),
}

ROBOTS: dict[str, bytes] = {
    "robots-forbids": whole(b"User-agent: *\nDisallow: /\n"),
    "robots-forbids-us": whole(b"User-agent: wortgehalten\nDisallow: /good\n\nUser-agent: *\nAllow: /\n"),
    "robots-forbids-others": whole(b"User-agent: gierig\nDisallow: /\n"),
    "robots-fails": whole(b"", "500 Internal Server Error"),
    "robots-busy": whole(b"", "429 Too Many Requests"),
    "robots-html": whole(HTML),
    "robots-huge": whole(b"User-agent: *\nDisallow: /\n" + b"#" * 2**21),
    "robots-ring": head("302 Found", Location="/robots.txt"),
    "robots-cut": head(Content_Length=99) + b"User-agent: *\n",
    "robots-slow-down": whole(b"User-agent: *\nCrawl-delay: 7\n"),
}


def _mute(sock: socket.socket, server: FaultServer) -> None:
    server.closing.wait(30)


def _slow_body(sock: socket.socket, server: FaultServer) -> None:
    sock.sendall(head(Content_Length=len(good())))
    _drip(sock, server, good())


def _slow_head(sock: socket.socket, server: FaultServer) -> None:
    _drip(sock, server, whole(good()))


def _drip(sock: socket.socket, server: FaultServer, text: bytes) -> None:
    for n in range(len(text)):
        sock.sendall(text[n : n + 1])
        if server.closing.wait(0.1):
            return


def _reset(sock: socket.socket, server: FaultServer) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _reset_midway(sock: socket.socket, server: FaultServer) -> None:
    sock.sendall(whole(good())[:900])
    time.sleep(0.05)
    _reset(sock, server)


BEHAVIOURS: dict[str, Callable[[socket.socket, FaultServer], None]] = {
    "mute": _mute,
    "slow-body": _slow_body,
    "slow-head": _slow_head,
    "reset": _reset,
    "reset-midway": _reset_midway,
}

FAULTS = (*ANSWERS, *VARYING, *BEHAVIOURS, *ROBOTS)


def _answer(sock: socket.socket, server: FaultServer, seen: Counter[str]) -> None:
    with sock.makefile("rb") as reader:
        line = reader.readline().decode("latin-1").split()
        headers = {}
        while (header := reader.readline().strip()) and b":" in header:
            name, _, value = header.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
    if len(line) < 2:
        return
    mode = line[1].lstrip("/").partition("?")[0]
    host = headers.get("host", "").partition(":")[0]
    seen[mode] += 1
    request = Request(line[1], host, headers, seen[mode])
    server.log.append(request)
    if mode == "robots.txt":
        sock.sendall(ROBOTS.get(host.partition(".")[0], whole(b"", "404 Not Found")))
    elif mode in BEHAVIOURS:
        BEHAVIOURS[mode](sock, server)
    elif ETAG in headers.get("if-none-match", "") and mode == "good":
        sock.sendall(head("304 Not Modified", ETag=ETAG))
    elif mode in VARYING:
        sock.sendall(VARYING[mode](request))
    else:
        sock.sendall(ANSWERS.get(mode, ANSWERS["not-found"]))


@contextmanager
def running(address: str = "127.0.0.1") -> Iterator[FaultServer]:
    """The server on a free port of a loopback address until the block ends."""
    seen: Counter[str] = Counter()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                _answer(self.request, faults, seen)
            except OSError:
                return  # the client has hung up, as it should on most faults

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

    with Server((address, 0), Handler) as server:
        faults = FaultServer(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield faults
        finally:
            faults.closing.set()
            server.shutdown()
            thread.join()
