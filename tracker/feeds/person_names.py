"""Names of persons are left out of minutes: what a member said may be searched, who it was is not stored.

Two signs tell a name: a form of address or an office in front of it, and the page's own list of those present, which
is read for this purpose and then forgotten. Parties in parentheses stay, because a motion belongs to a party.
"""

import re
from collections.abc import Iterable
from typing import Final

PLACEHOLDER: Final = "[Name]"

_ADDRESS: Final = (
    r"Herrn?|Herren|Damen|Frau|Rm|RM|sB|sE|OB|OBM|BM|BGM|StR(?:['’]?in)?|StD|StK|Hr\.|Fr\.|(?:Ober|Bezirks)?[Bb]ürgermeister(?:in|s)?"
    r"|Ratsmitglied(?:s|er)?"
    r"|Ratsherrn?|Ratsfrau|Stadträtin|Stadtrats|Stadtdirektor(?:in|s)?|Stadtkämmer(?:er|in|ers)|Vorsitzende[rn]?"
    r"|Bezirksvertreter(?:in|s)?"
    r"|[Ss]achkundige[rn]? (?:Bürger|Einwohner)(?:in)?|Schriftführer(?:in|s)?|Beigeordnete[rn]?|Dezernent(?:in)?"
    r"|Pfarrer(?:in)?|gez\.|Mitglied"
)
_TITLES: Final = (
    r"(?:Dr\.|Prof\.|h\. ?c\.|med\.|jur\.|rer\.|nat\.|phil\.|Dipl\.-\w+\.?|von|van|vom|zu|zur|de|der|den|Freiherr|Graf)"
)
_PART: Final = r"(?:[A-Z]['’]|Ma?c|De|Di|La|Le)?[A-ZÄÖÜ](?:[a-zß-ÿ'’]+|[A-ZÄÖÜ]{2,}\b)"
_WORD: Final = rf"{_PART}(?:-{_PART})*"
_NO_NAME: Final = (
    r"(?!(?:Die|Freie|Bündnis|Rm|RM|sB|sE|Rat|Fraktion|Ausschuss|Bezirksvertretung|Stadt|Verwaltung|Antrag|Anfrage|Sitzung|TOP|Dr|Prof"
    r"|Uhr|Nr|Vorsitzende[rn]?"
    r"|Drucksache|Beschluss|Gruppe|Mitglieder|Gäste|Stimmberechtigte|Beratende|Entschuldigt|Anwesend"
    r"|Bürgermeister(?:in)?|Oberbürgermeister(?:in)?|Stadträtin|Ratsmitglied|Stadtrat)\b)"
)
_NAMED: Final = re.compile(
    rf"(?:\b|(?<=[a-zäöüß\d]))(?P<address>(?:{_ADDRESS})(?: (?:{_ADDRESS}))*) (?:{_TITLES} )*"
    rf"(?P<name>{_NO_NAME}{_WORD}(?: (?:{_TITLES} )*{_NO_NAME}{_WORD}){{0,2}})"
)
"""Without a boundary in front: tables flattened into one word run into an address ("12 EnthaltungenHerr …")."""
_FURTHER: Final = re.compile(
    r"(?P<before>\b(?:Ratsmitglieder|Damen|Herren|Bezirksvertreter|Mitglieder) "
    rf"(?:{re.escape(PLACEHOLDER)}(?:,| und| sowie) )+)"
    rf"(?:{_TITLES} )*{_NO_NAME}{_WORD}"
)
"""The next of several names behind one address: "die Ratsmitglieder … und …"."""
_PRESENT: Final = re.compile(
    rf"(?:^|[,;] )(?:{_TITLES} )*(?P<name>{_NO_NAME}{_WORD} (?:{_TITLES} )*{_NO_NAME}{_WORD})(?= ?\(|[,;]|$| -)"
)
_GROUP: Final = re.compile(
    r"\b(?:Fraktion(?:en)?|Gruppen?|Liste|Partei)\b:? "
    r"(?P<who>(?:(?:der|die|und|sowie|[A-ZÄÖÜ][\w/&.'-]*|[/&+,]+)(?: |(?=\W)|$)){1,8})"
)
_STREETS: Final = r"(?![\w-]*(?:str(?:aße|\.)|weg|platz|allee|ring)\b)(?! (?:Straße|Str\.|Weg|Platz|Allee|Ring)\b)"


def names_of_those_present(lines: Iterable[str], page: str = "") -> frozenset[str]:
    """Surnames and full names on a list of those present; to be forgotten after use.

    Such lists are headed by factions ("Grüne Gärten"), which look like names: what `page` calls a faction is none.
    """
    found: set[str] = set()
    for line in lines:
        for hit in (*_PRESENT.finditer(line), *_NAMED.finditer(line)):
            found |= {hit["name"], hit["name"].split()[-1]}
    groups = " ".join(hit["who"] for hit in _GROUP.finditer(page)).casefold()
    return frozenset(
        name
        for name in found
        if len(name) > 2 and not name.isupper() and not re.search(rf"\b{re.escape(name.casefold())}\b", groups)
    )


def without_names(text: str, present: frozenset[str] = frozenset()) -> str:
    """The text with a placeholder for every name that an office announces or that the list of those present holds."""
    # Those present first: their full names are known exactly, a pattern might take half of one.
    if present:
        listed = "|".join(re.escape(name) for name in sorted(present, key=lambda name: (-len(name), name)))
        text = re.sub(rf"(?<![\w-])(?:{listed})(?:s|')?(?![\w-]){_STREETS}", PLACEHOLDER, text)
    text = _NAMED.sub(lambda hit: f"{hit['address']} {PLACEHOLDER}", text)
    while (further := _FURTHER.sub(rf"\g<before>{PLACEHOLDER}", text)) != text:
        text = further
    return re.sub(rf"(?:{re.escape(PLACEHOLDER)}[ ,]*){{2,}}", f"{PLACEHOLDER} ", text)
