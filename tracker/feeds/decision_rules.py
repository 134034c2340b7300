"""The ordered rules that turn a result wording into a direction; each carries examples that the tests run.

A rule's cue is searched in the wording as `tracker.feeds.decisions` prepares it: folded, lower case, lost blanks
restored, single votes ("2 Ablehnungen") and rejected motions of procedure taken out. The first rule that hits wins, so
the order is part of the meaning: what did not come to a decision first, rejection before every kind of assent.
"""

import re
from dataclasses import dataclass
from typing import Final

from tracker.domain.council import Direction, Stage

_ASSENT: Final = (
    r"zugestimmt|\bzustimmung|\bstimm(?:t|te|en|ten)\b.*\bzu\b|beschlossen|\bbeschließ(?:t|en)\b|\bbeschloss\b"
    r"|\bfass(?:t|te|en|ten)\b.*\bbeschl(?:uss|üsse)|genehmigt|^genehmigung|\bwähl(?:t|te|en)\b|gewählt|\bangenommen\b"
    r"|\bannahme\b|\b(?:ge)?billigt\b|befürwortet|bestätigt|verabschiedet(?! (?:die|den|herr|frau|ihn|sie|sich))"
    r"|stattgegeben|entsprochen|\bgefolgt\b|\berteilt\b"
    r"|\bfolgt\b|(?:wie|gemäß|laut|nach) (?:beschluss)?vors?ch?lag|wie vorgeschlagen|antragsgemäß|eilentscheidung"
    r"|dringlichkeits(?:entscheidung|beschluss)|vorbehaltsbeschluss|\bempfohlen|\bempf(?:iehlt|ahl|ehlen)\b"
    r"|empfehlungsbeschluss"
    r"|\bschließ(?:t|en) sich\b.*\ban\b|angeschlossen|\bbeauftragt\b"
    r"|\b(?:nimmt|nehmen)\b.*\ban\b(?=\W*$)|(?:einstimmig|mehrheitlich)(?: \w+)? (?:festgestellt|benannt|bestellt"
    r"|berufen)"
)
_REFUSABLE: Final = (
    r"beschlossen|zugestimmt|zustimm\w*|angenommen|genehmigt|gefolgt|stattgegeben|entsprochen|befürwortet|gebilligt"
    r"|empfohlen|gewählt"
    r"|bestätigt|erteilt|berücksichtigt|übernommen|einverstanden|beschließ\w*|empfehlen|zu|zuzustimmen|anzunehmen"
    r"|anschließen"
)
_CHANGE: Final = (
    r"(?<!un)(?:ge|ver|abge)ändert|\bmit (?:\w+ )?(?:änderung|ergänzung|erweiterung|zusatz|auflage)\w*|modif\w*"
    r"|\bergänzt"
    r"|maßgabe|unter (?:einbeziehung|berücksichtigung) .{0,40}(?:antr[aä]g|änderung|ergänzung)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: wordings in `hits` are decided by it, those in `misses` by another rule or by none."""

    name: str
    direction: Direction
    cue: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


ASSENT: Final = re.compile(_ASSENT)
"""Any wording of assent; decides nothing alone, because a refusal or a change may stand beside it."""

REFUSAL_AS_RESULT: Final = re.compile(
    r"abgelehnt|(?:mehrheitlich|einstimmig)\w* ablehnung|\blehn(?:t|te|en|ten)\b.*\bab\b|zurückgewiesen|verworfen"
)
"""A refusal that was itself the result; beside an assent it means that two motions were voted on."""

RULES: Final = (
    Rule(
        "withdrawn",
        Direction.WITHDRAWN,
        re.compile(
            r"(?<!nicht )zurück ?(?:gezogen|genommen)|\b(?:zieh(?:t|en)|zogen?|nimmt|nehmen)\b.*\bzurück\b"
            r"|\brücknahme\b"
            r"|nicht (?:mehr )?aufrecht ?erhalten"
        ),
        ("zurückgezogen", "Antrag vom Einbringer zurückgenommen", "Die Fraktion zieht ihren Antrag zurück."),
        ("nicht zurückgezogen", "zurückgestellt"),
    ),
    Rule(
        "postponed",
        Direction.POSTPONED,
        re.compile(
            r"(?<!nicht )(?:\bvertag|zurückgestellt|zurückstellung|\bstell(?:t|te|en|ten)\b.*\bzurück\b|abgesetzt"
            r"|absetzung"
            r"|von der tagesordnung genommen|wiedervorlage|angehalten|\bverschoben|aufgeschoben|ausgesetzt)"
        ),
        ("vertagt", "einstimmig zurückgestellt", "Wiedervorlage erbeten", "Der Rat vertagt die Beratung auf Mai."),
        ("Antrag auf Vertagung abgelehnt", "zurückgezogen"),
    ),
    Rule(
        "referred",
        Direction.REFERRED,
        re.compile(
            r"(?:\b(?:zurück)?(?:ver|über)(?:wiesen|weisung)\b)(?<!nicht verwiesen)(?<!nicht überwiesen)"
            r"|\b(?:ver|über)(?:weist|wies|weisen)\b(?! auf\b)|weiterbehandlung|weitere[nr]? (?:beratung|behandlung)\b"
            r"|weitergeleitet"
            r"|weiterleitung|\bleitet\b.*\bweiter\b|\bberatung i[nm]\b|ohne (?:votum|empfehlung|beschluss) (?:in|an"
            r"|weiter)"
            r"|durchlaufen lassen|\bgeschoben|zurück in (?:die|den) |\bvorberaten\b(?! mit)"
        ),
        (
            "verwiesen an den Bauausschuss",
            "Beratung im Arbeitskreis",
            "Der Rat überweist den Antrag an den Sportausschuss.",
        ),
        ("Es wird auf die Niederschrift verwiesen.", "vorberaten mit Änderungen"),
    ),
    Rule(
        "no vote",
        Direction.NONE,
        re.compile(
            r"^\W*(?:keine?\W*$|keine? (?:abstimmung|beschluss\w*|mitteilung|wortmeldung|anfrage|text|beratung"
            r"|entscheidung)"
            r"|\(?kein text|ohne\W*$|ohne\W+(?:ergebnis|beschluss|abstimmung|votum|entscheidung|befassung|beratung"
            r"|da)\b"
            r"|ohne beschlussfassung|entf(?:ällt|allen|iel)|nicht zur abstimmung|lag nicht vor|nicht (?:behandelt"
            r"|beraten)|unbesetzt)"
        ),
        ("keine Abstimmung", "Ohne.", "ohne, da Mitteilungsvorlage", "entfällt", "lag nicht vor"),
        ("keine Zustimmung", "ohne Gegenstimmen beschlossen", "ohne Aussprache zugestimmt"),
    ),
    Rule(
        "partly",
        Direction.AMENDED,
        re.compile(r"\bteilweise\b|\bzum teil\b|\bin teilen\b|in (?:\w+ )?beschlussvorlage übernommen"),
        ("teilweise zugestimmt", "teilweise abgelehnt", "zum Teil beschlossen"),
        ("abgelehnt", "beschlossen"),
    ),
    Rule(
        "rejected",
        Direction.REJECTED,
        re.compile(
            r"(?<!nicht )abgelehnt|(?<!nicht )abzulehnen|\bablehn(?:ung|end)|\blehn(?:t|te|en|ten)\b.*\bab\b"
            r"|zurückgewiesen|verworfen"
            rf"|\bnicht (?!einstimmig)(?:\w+ ){{0,2}}(?:{_REFUSABLE})\b|\bkeine (?:\w+ )?(?:zustimmung|mehrheit)\b"
            r"|mehrheit (?:nicht erreicht|verfehlt)|\b(?:versag|verweiger)t\b|gescheitert"
        ),
        (
            "mehrheitlich abgelehnt",
            "nicht empfohlen",
            "Mehrheitliche Ablehnung (15 Ja, 26 Nein)",
            "Der Rat stimmt dem Antrag nicht zu.",
            "Der Ausschuss empfiehlt dem Rat, den Antrag abzulehnen.",
            "keine Mehrheit",
            "Der Ablehnung wurde zugestimmt",
        ),
        (
            "zugestimmt bei 2 Ablehnungen",
            "nicht einstimmig beschlossen",
            "nicht öffentlich beschlossen",
            "nicht abgelehnt",
        ),
    ),
    Rule(
        "noted before closed",
        Direction.NOTED,
        re.compile(rf"^(?!.*(?:{_ASSENT})).*(?:\bkenntnis|\bz\. ?k\.)"),
        ("zur Kenntnis genommen", "Stellungnahme zur Kenntnis genommen", "in 1. Lesung z.K. genommen"),
        ("zur Kenntnis genommen und einstimmig zugestimmt",),
    ),
    Rule(
        "closed without a vote",
        Direction.NOTED,
        re.compile(
            r"^(?:(?!zugestimmt|beschlossen|angenommen).)*(?:\berledigt|gegenstandslos|\b(?:mit|durch) stellungnahme\b)"
            r"|^(?:schriftliche |mündliche )?(?:stellungnahme|antwort|beantwortung)\b|\bbeantwortet\b"
            r"|^einverstanden\W*$"
        ),
        (
            "erledigt",
            "mit Stellungnahme einverstanden",
            "erledigt durch Zustimmung zum Änderungsantrag",
            "schriftlich beantwortet",
        ),
        ("beschlossen, Änderungsantrag damit erledigt",),
    ),
    Rule(
        "changed",
        Direction.AMENDED,
        re.compile(rf"{_CHANGE}"),
        ("geändert beschlossen", "empfohlen mit Änderungsantrag", "zugestimmt zum modifizierten Antrag"),
        (
            "ungeändert beschlossen",
            "unverändert angenommen",
            "ohne Änderungen beschlossen",
            "in geänderter Fassung abgelehnt",
        ),
    ),
    Rule(
        "adopted",
        Direction.ADOPTED,
        ASSENT,
        (
            "einstimmig zugestimmt",
            "ungeändert beschlossen",
            "Zustimmung",
            "empfohlen",
            "gewählt",
            "Der Rat der Stadt Musterstadt-Ost fasst einstimmig folgenden Beschluss:",
            "Der Ausschuss empfiehlt dem Rat einstimmig, folgenden Beschluss zu fassen:",
        ),
        ("keine Abstimmung", "einstimmig", "mehrheitlich", "Einzelabstimmung", "siehe Dokument"),
    ),
)
"""In the order in which they are asked."""

STAGES: Final = (
    (
        Stage.ADVISORY,
        re.compile(r"empfohlen|empf(?:iehlt|ahl|ehlen)\b|empfehlung|vorberaten|\bvorberatung\b|befürwortet"),
    ),
    (
        Stage.DECISIVE,
        re.compile(
            r"beschlossen|\bbeschließt|\bbeschloss\b|\bfass(?:t|te)\b.*beschl(?:uss|üsse)|genehmigt|gewählt|\bwählt\b"
            r"|eilentscheidung|dringlichkeits(?:entscheidung|beschluss)|verabschiedet"
        ),
    ),
)
"""What the wording alone tells about the stage; the first hit wins, everything else is unknown."""

COUNCIL: Final = re.compile(
    r"(?:Stadt|Gemeinde|Samtgemeinde)?[Rr]at\b|Kreistag|Stadtverordnetenversammlung|Gemeindevertretung|Stadtvertretung"
    r"|Bürgerschaft"
)
"""Names of the bodies that have the last word in a municipality."""
