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
    r"|\bfass(?:t|te|en|ten)\b.*\bbeschl(?:uss|üsse)|beschl(?:uss|üsse)\b.*\bgefasst\b|genehmigt|^genehmigung"
    r"|\bwähl(?:t|te|en)\b|gewählt|\bangenommen\b"
    r"|\bannahme\b|\b(?:ge)?billigt\b|befürwortet|bestätigt|verabschiedet(?! (?:die|den|herr|frau|ihn|sie|sich))"
    r"|stattgegeben|entsprochen|\bgefolgt\b|\berteilt\b"
    r"|\bfolgt\b|(?:wie|gemäß|laut|nach) (?:beschluss)?vors?ch?lag|wie vorgeschlagen|antragsgemäß"
    r"|^\W*(?:wie|laut|gemäß|nach) (?:der )?(?:\w*vorlage|antrag)\W*$|eilentscheidung"
    r"|dringlichkeits(?:entscheidung|beschluss)|vorbehaltsbeschluss|\bempfohlen|\bempf(?:iehlt|ahl|ehlen)\b"
    r"|empfehlungsbeschluss"
    r"|\bschließ(?:t|en) sich\b.*\ban\b|angeschlossen|\bbeauftragt\b"
    r"|\b(?:nimmt|nehmen)\b.*\ban\b(?=\W*$)|(?:einstimmig|mehrheitlich)(?: \w+)? (?:festgestellt|benannt|bestellt"
    r"|berufen|dafür)"
    r"|^(?:\w+ ){0,2}(?:festgestellt|benannt|bestellt|berufen|freigegeben|vergeben|erlassen|bewilligt)\W*$"
    r"|\bpositiv (?:beschieden|votiert)|\b(?:stellt|legt)\b.*\bfest\b"
    r"|\b(?:hebt\b[^,;:]*\bauf|richtet\b[^,;:]*\bein)\W*$"
    r"|\b(?:bestellt|beruft|benennt|ernennt|entsendet|gewährt|bewilligt|erlässt)\b"
    r"|\berklärt sich\b.*\beinverstanden\b|\bspricht sich (?:\w+ )?für\b"
)
_REFUSABLE: Final = (
    r"beschlossen|zugestimmt|zustimm\w*|angenommen|genehmigt|gefolgt|stattgegeben|entsprochen|befürwortet|gebilligt"
    r"|empfohlen|gewählt"
    r"|bestätigt|erteilt|berücksichtigt|übernommen|einverstanden|beschließ\w*|empfehlen|zu|zuzustimmen|anzunehmen"
    r"|anschließen|gewährt|bewilligt|erlassen|freigegeben|vergeben|unterstützt"
)
_CHANGE: Final = (
    r"(?<!un)(?:ge|ver|abge)ändert|\b(?:mit|nach|samt|inkl\.|inklusive|einschließlich) (?:(?!ohne|kein)\w+ ){0,3}"
    r"(?:änderung|ergänzung|erweiterung|zusatz|auflage)\w*"
    r"|modif\w*|abgewandelt|\berweitert|\bmit ausnahme (?:von|der|des)\b|in (?:der|einer) fassung (?:de[rs]"
    r"|vom) (?:\w+ )?\w*(?:antrag|ausschuss|beirat|empfehlung|beschluss)"
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
            r"(?<!nicht )(?:\bvertag|zurück ?gestellt|zurückstellung|\bstell(?:t|te|en|ten)\b.*\bzurück\b|abgesetzt"
            r"|absetzung|\bsetzt\b[^,;:]*\bab\W*$|\bversch(?:iebt|ob)\b"
            r"|von der (?:tagesordnung|to) (?:genommen|gestrichen)|sitzung\b.{0,30}\bverlegt|wiedervorlage"
            r"|angehalten|\bverschoben|aufgeschoben|ausgesetzt"
            r"|(?:nächste|kommende|folgende|spätere|übernächste|weitere)[nr]? (?!rats"
            r"|kreistags)(?:\w+)?sitzung\b.{0,40}"
            r"\b(?:verwiesen|geschoben|verlegt|übertragen|beraten|behandel[nt]|aufgerufen|entschieden))"
        ),
        ("vertagt", "einstimmig zurückgestellt", "Wiedervorlage erbeten", "Der Rat vertagt die Beratung auf Mai."),
        ("Antrag auf Vertagung abgelehnt", "zurückgezogen"),
    ),
    Rule(
        "referred",
        Direction.REFERRED,
        re.compile(
            r"(?:\b(?:zurück|rück|weiter)?(?:ver|über)(?:wiesen|weisung"
            r"|weis(?! auf))\b)(?<!nicht verwiesen)(?<!nicht überwiesen)"
            r"|\b(?:ver|über)(?:weist|wies|weisen)\b(?! auf\b)|weiterbe(?:handlung|ratung)"
            r"|weitere[nr]? (?:beratung|behandlung)\b"
            r"|weiterge(?:leitet|geben|reicht)|weiterleitung|\bleitet\b.*\bweiter\b|\b(?:beratung|behandlung) i[nm]\b"
            r"|\ban (?:de[nr]|die|das)\b[^.;]*\babgegeben\b|ohne (?:votum|empfehlung|beschluss) (?:in|an"
            r"|weiter)"
            r"|\bdurchlaufen\b|\bgeschoben|\bschiebt\b|zurück in (?:die|den) |\bvorberaten\b(?! mit| und)"
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
            r"^\W*(?:es (?:erfolgten?|wurden?|wird|gab|gibt|fand|liegen|lagen) )?"
            r"(?:keine?\W*$|keine? (?:abstimmung|beschluss\w*|mitteilung|wortmeldung|anfrage|text|beratung"
            r"|entscheidung)"
            r"|\(?kein text|ohne\W*$|ohne\W+(?:\w+en )?(?:ergebnis|beschluss|beschlussfassung|abstimmung|votum"
            r"|entscheidung"
            r"|\w*empfehlung|befassung|beratung|da)\b"
            r"|(?:\w+ )?entf(?:ällt|allen|iel)|nicht zur abstimmung|lag nicht vor"
            r"|nicht (?:behandelt|beraten|abgestimmt|aufgerufen)"
            r"|unbesetzt)"
        ),
        ("keine Abstimmung", "Ohne.", "ohne, da Mitteilungsvorlage", "entfällt", "lag nicht vor"),
        ("keine Zustimmung", "ohne Gegenstimmen beschlossen", "ohne Aussprache zugestimmt"),
    ),
    Rule(
        "taken note of",
        Direction.NOTED,
        re.compile(
            r"^(?:(?!\blehn|\bbeschl|\bstimm(?:t|en)\b|\bempf)[^;])*?\b(?:nimmt|nehmen|nahm|nahmen)\b"
            r"(?:(?!zur kenntnis|\bund (?:beschließt|lehnt|stimmt|empfiehlt))[^;])*\bzur kenntnis\W*$"
        ),
        ("Der Rat nimmt die Ablehnung des Förderantrags zur Kenntnis.",),
        ("Der Rat nimmt den Antrag zur Kenntnis und lehnt ihn ab.", "zur Kenntnis genommen"),
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
            r"|zurückgewiesen|zurückweisung|verworfen|verwerfung|\bversagung|abschlägig"
            rf"|\bnicht (?!einstimmig)(?:\w+ ){{0,2}}(?:{_REFUSABLE})\b|\bkeine (?:\w+ )?(?:zustimmung|mehrheit"
            rf"|annahme)\b"
            r"|mehrheit (?:nicht erreicht|verfehlt|dagegen)|verfehlt \w+ (?:\w+ )?mehrheit|\bohne mehrheit"
            r"|(?:einstimmig|mehrheitlich) (?:dagegen|gegen (?:den|die) (?:\w*antrag|\w*vorschlag|\w*vorlage))"
            r"|\bkein einvernehmen|\bnichtempfehlung|\bkeine empfehlung zu"
            r"|\b(?:folgt|beschließt|genehmigt|billigt|bestätigt|wählt|erteilt)\b[^,;:]*\bnicht\W*$"
            r"|\bspricht sich (?:\w+ )?gegen\b|\bnegativ\w* (?:\w*votum|votiert|beschieden|\w*empfehlung)"
            r"|\bnicht (?:\w+ ){1,3}mehrheit\b|nicht mehrheitsfähig"
            r"|\b(?:versag|verweiger)t\b|gescheitert|unterlegen|durchgefallen"
        ),
        (
            "mehrheitlich abgelehnt",
            "nicht empfohlen",
            "Mehrheitliche Ablehnung (15 Ja, 26 Nein)",
            "Der Rat stimmt dem Antrag nicht zu.",
            "Der Ausschuss empfiehlt dem Rat, den Antrag abzulehnen.",
            "keine Mehrheit",
            "Der Rat folgt dem Antrag der Bürgerliste mehrheitlich nicht.",
            "Zurückweisung des Widerspruchs beschlossen",
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
            r"|\bbericht\w* (?:ist |wurde |wird )?(?:erfolgte?n?|erstattet|entgegen ?genommen|gegeben)\b"
            r"|^(?:schriftliche |mündliche )?(?:stellungnahme|antwort|beantwortung)\b|\bbeantwortet\b"
            r"|^(?:mit (?:\w+ ){1,3})?einverstanden\W*$"
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
            r"beschlossen|\bbeschließt|\bbeschloss\b|\bfass(?:t|te)\b.*beschl(?:uss|üsse)|beschl(?:uss"
            r"|üsse)\b.*\bgefasst\b"
            r"|genehmigt|gewählt|\bwählt\b"
            r"|eilentscheidung|dringlichkeits(?:entscheidung|beschluss)|verabschiedet"
        ),
    ),
)
"""What the wording alone tells about the stage; the first hit wins, everything else is unknown."""

COUNCIL: Final = re.compile(
    r"(?:[^,:]*\bSitzung de[rs] )?(?:(?:Stadt|Markt|(?:Samt|Verbands|Orts|Markt)?[Gg]emeinde)?[Rr]at(?:e?s)?\b|Kreistag"
    r"|Ratsversammlung|Stadtverordnetenversammlung|Gemeindevertretung|Stadtvertretung|Bürgerschaft)"
)
"""Names of the bodies that have the last word in a municipality."""
