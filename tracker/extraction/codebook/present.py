"""What the speaker does, holds and rejects today, and what is said without a speaker."""

from tracker.domain.questionnaire import Act, Strength
from tracker.extraction import lexicon
from tracker.extraction.codebook.rule import OUGHT, SPEAKER, Rule, says
from tracker.extraction.cues import Cue
from tracker.extraction.predicates import Form
from tracker.extraction.subjects import Subject
from tracker.extraction.wordlists import listed

_ONGOING = (
    lexicon.DEGREE
    | lexicon.EXAMINING
    | lexicon.KEEPING
    | lexicon.CREATING
    | listed("setzen arbeiten investieren helfen unterstützen nutzen achten kümmern nehmen legen bieten bauen gehen")
)
_STATIC = lexicon.VALUING | listed("""
    sein haben bleiben brauchen benötigen müssen können sollen werden wollen kennen befürworten unterstützen leben
    rechnen setzen ausgehen hoffen fürchten vertrauen
""")
"""What is no action: its time is no promise ("Künftig sind wir Vorbild")."""

OTHERS: tuple[Rule, ...] = (
    Rule(
        "Bestehendes unterstützen",
        Act.AMBIGUOUS,
        0.7,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"unterstützen", "helfen", "mittragen"},
        fits=("Wir unterstützen die Beratungsstelle am Markt.",),
        fails=("Wir unterstützen den Bau der Halle.",),
    ),
    Rule(
        "festhalten",
        Act.COMMITMENT,
        0.85,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.HOLDING_ON,
        fits=("Am Jugendticket halten wir fest.", "Wir führen das Programm fort."),
        fails=("Das Bad bleibt beliebt.",),
    ),
    Rule(
        "ablehnen",
        Act.POSITION,
        0.9,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.REJECTING,
        fits=("Wir lehnen eine Bezahlschranke ab.",),
        fails=("Einer Bezahlschranke werden wir nicht zustimmen.",),
    ),
    Rule(
        "Haltung",
        Act.POSITION,
        0.8,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.VALUING | {"befürworten"},
        fits=("Wir begrüßen die Pläne.", "Wir halten das für falsch."),
        fails=("Wir halten an den Plänen fest.",),
    ),
    Rule(
        "wir brauchen",
        Act.AMBIGUOUS,
        0.8,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"brauchen", "benötigen"},
        fits=("Wir brauchen mehr Kitaplätze.",),
        fails=("Wir schaffen mehr Kitaplätze.",),
    ),
    Rule(
        "nur wenn",
        Act.AMBIGUOUS,
        0.6,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        wording=says(r"^nur wenn\b|\bschaff\w* (?:wir|ich) es\b|\b(?:wir|ich) schaff\w* es\b"),
        fits=("Nur wenn alle mitziehen, schaffen wir es.",),
        fails=("Wir schaffen zehn Plätze.",),
    ),
    Rule(
        "Präsens mit Zukunftsangabe",
        Act.COMMITMENT,
        0.75,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        none_of=_STATIC,
        needs=(Cue.FUTURE_TIME,),
        lacks=(Cue.PAST_TIME,),
        fits=(
            "Ab 2027 zahlen wir den Vereinen wieder Zuschüsse.",
            "Künftig prüfen wir jeden Beschluss auf seine Folgen für das Klima.",
            "In der nächsten Wahlperiode fördern wir begrünte Dächer.",
        ),
        fails=("Wir fördern begrünte Dächer.", "Künftig sind wir Vorbild."),
    ),
    Rule(
        "neue Maßnahme im Präsens",
        Act.COMMITMENT,
        0.7,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.CREATING,
        lacks=(Cue.PAST_TIME, Cue.NEGATED),
        wording=says(r"^(?!.*\bbau(?:t|en|e) (?:\w+ ){0,2}auf \w+ (?!auf\W*$))"),
        fits=(
            "Dafür setzen wir eine Beauftragte ein.",
            "Anschließend erarbeiten wir ein Konzept.",
            "Wir führen ein Leerstandskataster ein.",
        ),
        fails=("Wir fördern den Sport.", "Wir prüfen das gern.", "Wir bauen auf Einsicht statt auf Verbote."),
    ),
    Rule(
        "im Präsens ausgeschlossen",
        Act.COMMITMENT,
        0.7,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        needs=(Cue.NEGATED,),
        lacks=(Cue.PAST_TIME,),
        wording=says(r"^(?!(?:das|dies|so etwas) )(?!.*\bmach\w+\b)|\bSchulden\b"),
        verbs=listed("zulassen antasten kürzen streichen schließen verkaufen erhöhen privatisieren aufgeben machen"),
        fits=("Ihre Zuschüsse tasten wir nicht an.", "Neue Schulden machen wir nicht."),
        fails=("Das lassen wir nicht zu.", "Wir machen keine Witze."),
    ),
    Rule(
        "im Nebensatz zugesagt",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        forms=(Form.PRESENT, Form.STATE, Form.MODAL, Form.NONE),
        needs=(Cue.OWN_RELATIVE,),
        lacks=(Cue.NEGATED,),
        fits=(
            "Es braucht eine Beauftragte, die wir im ersten Jahr berufen wollen.",
            "Ein Fonds, den wir auffüllen werden.",
        ),
        fails=("Es braucht eine Beauftragte, die das weiß.",),
    ),
    Rule(
        "Gegenwart",
        Act.AMBIGUOUS,
        0.7,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=_ONGOING,
        fits=("Wir fördern den Sport.", "Wir setzen auf Vorbeugung."),
        fails=("Wir fordern eine Sporthalle.",),
    ),
    Rule(
        "Für und Wider",
        Act.POSITION,
        0.8,
        subject=SPEAKER,
        forms=(Form.PRESENT, Form.STATE),
        fits=("Wir sind gegen neue Parkhäuser.",),
        fails=("Parkhäuser sind teuer.",),
    ),
    Rule(
        "wir müssen",
        Act.AMBIGUOUS,
        0.8,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=OUGHT,
        fits=("Wir müssen die Schulen sanieren.",),
        fails=("Wir wollen die Schulen sanieren.",),
    ),
    Rule(
        "Leitbild",
        Act.POSITION,
        0.6,
        forms=(Form.MODAL,),
        modals={"sollen"},
        wording=says(
            r"\bsoll(?:te)? (?:\w+ ){0,3}eine? (?:[\w-]+ ){0,5}(?:Stadt|Gemeinde|Heimat)\b.* (?:sein|bleiben|werden)\b"
        ),
        fits=("Musterstadt soll eine offene Stadt sein.",),
        fails=("Die Halle soll saniert werden.",),
    ),
    Rule(
        "ohne Handelnden",
        Act.AMBIGUOUS,
        0.8,
        forms=(Form.MODAL,),
        modals=OUGHT - {"können"},
        fits=(
            "Der Radweg muss ausgebaut werden.",
            "Die Verwaltung soll ein Konzept vorlegen.",
            "Das sollte man prüfen.",
        ),
        fails=("Der Radweg wird ausgebaut.",),
    ),
    Rule(
        "könnte man",
        Act.AMBIGUOUS,
        0.7,
        forms=(Form.MODAL,),
        modals={"können"},
        wording=says(r"\bkönnten?\b"),
        fits=("Dort könnte man Bäume pflanzen.",),
        fails=("Dort kann man baden.",),
    ),
    Rule(
        "die Stadt will",
        Act.AMBIGUOUS,
        0.7,
        subject=Subject.TOWN,
        forms=(Form.FUTURE, Form.MODAL, Form.STATE),
        wording=says(r"\b(?:will|wird|bestrebt|möchte)\b"),
        fits=("Die Stadt ist bestrebt, mehr Wohnungen zu bauen.", "Die Stadt wird Wohnungen bauen."),
        fails=("Die Stadt baut Wohnungen.",),
    ),
    Rule(
        "es braucht",
        Act.AMBIGUOUS,
        0.7,
        forms=(Form.PRESENT, Form.STATE),
        needs=(Cue.NEEDED,),
        fits=("Es braucht mehr Kitaplätze.", "Wichtig ist uns eine gute Beleuchtung."),
        fails=("Es gibt genug Kitaplätze.",),
    ),
    Rule(
        "aus unserer Sicht",
        Act.POSITION,
        0.75,
        needs=(Cue.FOR_US,),
        forms=(Form.PRESENT, Form.STATE),
        fits=("Für uns ist das Ehrenamt ein Schatz.",),
        fails=("Das Ehrenamt ist ein Schatz.",),
    ),
    Rule(
        "Beschreibung",
        Act.FACT,
        0.8,
        fits=("Die Satzung sieht eine Gebühr vor.", "Im Park werden vorhandene Wege genutzt."),
    ),
)
