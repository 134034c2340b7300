"""Independent readers that take nothing that the RFCs forbid."""

import re
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read_atom(data: bytes) -> ET.Element:
    """The feed, after every MUST of RFC 4287 that concerns us was looked at."""
    root = ET.fromstring(data.decode("utf-8", "strict"))  # noqa: S314  # our own feeds
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (child,) = one.findall(f"{ATOM}{name}")
            assert child.text or name == "title"
        assert RFC3339.fullmatch(one.findtext(f"{ATOM}updated"))
        assert re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", one.findtext(f"{ATOM}id"))
        alternates = [link for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len({(link.get("type"), link.get("hreflang")) for link in alternates}) == len(alternates) == 1
        assert all(re.fullmatch(r"https?://\S+", link.get("href")) for link in one.findall(f"{ATOM}link"))
    assert root.find(f"{ATOM}author/{ATOM}name").text
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return root


PROPERTY = re.compile(r"([A-Z][A-Z-]*)((?:;[A-Z-]+=[A-Z-]+)*):(.*)", re.DOTALL)


def read_ics(data: bytes) -> list[dict[str, str]]:
    """The events by property, unfolded and unescaped, after the line rules of RFC 5545 were looked at."""
    text = data.decode("utf-8", "strict")
    assert text.endswith("\r\n")
    physical = text.removesuffix("\r\n").split("\r\n")
    assert not [row for row in physical if "\r" in row or "\n" in row]
    assert max(len(row.encode()) for row in physical) <= 75
    rows: list[str] = []
    for row in physical:
        if row.startswith(" "):
            rows[-1] += row[1:]
        else:
            rows.append(row)
    assert (rows[0], rows[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    inside = False
    for row in rows[1:-1]:
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", row)
        name, _, value = PROPERTY.fullmatch(row).groups()
        if name in {"BEGIN", "END"}:
            assert value == "VEVENT"
            assert inside == (name == "END")
            inside = name == "BEGIN"
            events += [{}] if inside else []
        elif inside:
            assert name not in events[-1]
            events[-1][name] = unescaped(value) if name in {"SUMMARY", "DESCRIPTION", "UID"} else value
    for event in events:
        assert event.keys() >= {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}
    assert len({event["UID"] for event in events}) == len(events)
    return events


def unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
