"""What the speaker names as its aim, its plan or its list of measures."""

from tracker.domain.questionnaire import Act, Strength
from tracker.extraction.codebook.rule import SPEAKER, Rule, says
from tracker.extraction.cues import Cue
from tracker.extraction.predicates import Form

_MEASURES = r"(?:Maßnahmen|Vorhaben|Pläne|Ziele|Projekte|Vorschläge|Schwerpunkte|Schritte)"

AIMS: tuple[Rule, ...] = (
    Rule(
        "das ist unser Ziel",
        Act.AMBIGUOUS,
        0.6,
        needs=(Cue.GOAL,),
        forms=(Form.PRESENT,),
        wording=says(r"^(?:das|dies) (?:ist|bleibt) (?:und bleibt )?(?:auch )?(?:eines )?(?:unser|mein)"),
        fits=("Das ist unser Ziel.",),
        fails=("Unser Ziel ist ein neuer Park.",),
    ),
    Rule(
        "unser Ziel",
        Act.COMMITMENT,
        0.85,
        strength=Strength.INTENT,
        needs=(Cue.OWN_GOAL,),
        forms=(Form.PRESENT, Form.NONE, Form.STATE),
        fits=(
            "Für uns bleibt es das Ziel, die Ämter zusammenzulegen.",
            "Mit dem Plan verfolgen wir das Ziel, Wege zu verkürzen.",
            "Unser Ziel ist die Schaffung von 200 Wohnungen im Jahr.",
        ),
        fails=("Ziel der Beratungsstelle ist es, Familien zu helfen.",),
    ),
    Rule(
        "Ziel im Blick",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        needs=(Cue.GOAL,),
        wording=says(r"\b(?:im (?:Blick|Auge)|vor Augen)\b.* (?:zu \w+|\w+zu\w+en)\b"),
        fits=("Wir behalten das Ziel im Blick, die Beiträge abzuschaffen.",),
        fails=("Dieses Ziel behalten wir im Blick.",),
    ),
    Rule(
        "wichtigstes Vorhaben",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        forms=(Form.PRESENT, Form.STATE, Form.NONE),
        needs=(Cue.FOR_US,),
        wording=says(
            r"\b(?:Projekt|Vorhaben|Maßnahme|Schritt|Priorität)\b[^:]*: "
            r"(?:die|der|das|eine?) (?:\w+ )?\w*(?:ung|bau|führung|schaffung)\b"
        ),
        fits=("Das für uns wichtigste Projekt ist leicht genannt: Die Einführung eines Nachtbusses.",),
        fails=("Das für uns wichtigste Projekt ist der Park.",),
    ),
    Rule(
        "Ziel ohne Träger",
        Act.AMBIGUOUS,
        0.6,
        forms=(Form.PRESENT,),
        lacks=(Cue.OWN_GOAL,),
        wording=says(r"^(?:das )?Ziel (?:ist|bleibt)\b"),
        fits=("Ziel ist eine lebendige Innenstadt.",),
        fails=("Unser Ziel ist eine lebendige Innenstadt.",),
    ),
    Rule(
        "bisherige Maßnahmen",
        Act.ACCOMPLISHMENT,
        0.75,
        forms=(Form.NONE,),
        wording=says(
            rf"\b{_MEASURES}\b.{{0,40}}\b(?:vergangen|letzt|abgelaufen|zurückliegend|bisherig|laufend|dies)\w*\b"
            rf"|^\W*(?:unsere? )?(?:bisherig|umgesetzt|erreicht|abgeschlossen)\w* (?:\w+ )?{_MEASURES}\b"
            r"|^\W*(?:unsere )?(?:Erfolge|Bilanz|Erreichtes)\b"
        ),
        fits=("Maßnahmen der vergangenen Wahlperiode:", "Bisherige Projekte:"),
        fails=("Maßnahmen der kommenden Wahlperiode:",),
    ),
    Rule(
        "geplante Maßnahmen",
        Act.COMMITMENT,
        0.75,
        strength=Strength.INTENT,
        forms=(Form.NONE,),
        wording=says(
            rf"^\W*{_MEASURES}\b.{{0,40}}\b(?:kommend|nächst|neu|künftig|zukünftig|folgend)\w*\b"
            rf"|^\W*{_MEASURES} (?:ab|bis|nach) (?:der \w+|20\d\d)\b"
            rf"|^\W*(?:geplant|künftig|zukünftig|kommend|nächst|konkret)\w* (?:\w+ )?{_MEASURES}\b"
        ),
        fits=("Maßnahmen der kommenden Wahlperiode:", "Geplante Projekte:"),
        fails=("Maßnahmen der vergangenen Wahlperiode:", "Neue Stadt:"),
    ),
    Rule(
        "unsere Vorhaben",
        Act.COMMITMENT,
        0.75,
        strength=Strength.INTENT,
        forms=(Form.NONE,),
        wording=says(
            r"^\W*(?:unsere?|meine?) (?:\w+ )?(?:Vorschlag|Idee|Ansatz|Lösung|Konzept|Rezept|Angebot|Antwort) :"
            r"|^\W*(?:unsere?|meine?) (?:\w+ ){0,2}(?:Vorhaben|Pläne|Plan|\w*Programm|Forderungen|Maßnahmen"
            r"|Schwerpunkte|Vorschläge|Projekte)\b"
            r"|^\W*was (?:wir|ich) (?:\w+ ){0,3}(?:woll\w+|will|zusag\w+|versprech\w+|forder\w+|plan\w+)\b"
            r"|^\W*(?:das|dies|was|dafür|wofür) (?:wollen|fordern|planen) wir\W*$"
        ),
        fits=("Unsere Schwerpunkte: Sport und Kultur.",),
        fails=("Unsere Stadt: ein Zuhause.",),
    ),
)
