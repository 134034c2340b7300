"""What the speaker will and wants: promises, and what only looks like one."""

from tracker.domain.questionnaire import Act, Strength
from tracker.extraction import lexicon
from tracker.extraction.codebook.rule import SPEAKER, WANT, Rule, says
from tracker.extraction.cues import Cue
from tracker.extraction.predicates import Form
from tracker.extraction.wordlists import listed

_SAYING = listed("""
    vorschreiben verhehlen verschweigen leugnen betonen sagen hinweisen anmerken klarstellen danken erinnern bedanken
    feststellen fragen
""")
_ENDURING = listed("hinnehmen sehen erleben merken brauchen benötigen feststellen müssen können dulden")

PROMISED: tuple[Rule, ...] = (
    Rule(
        "würden begrüßen",
        Act.POSITION,
        0.8,
        subject=SPEAKER,
        forms=(Form.CONDITIONAL,),
        verbs=lexicon.VALUING - {"zustimmen"} | {"freuen"},
        fits=("Wir würden es begrüßen, wenn das Land mehr Geld gäbe.",),
        fails=("Wir würden einen Steg bauen.",),
    ),
    Rule(
        "würde ich",
        Act.COMMITMENT,
        0.75,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.CONDITIONAL,),
        needs=(Cue.INFINITIVE,),
        fits=("Im Rat würde ich mich für längere Öffnungszeiten einsetzen.",),
        fails=("Das würde die Kasse sprengen.",),
    ),
    Rule(
        "erdulden",
        Act.AMBIGUOUS,
        0.6,
        subject=SPEAKER,
        forms=(Form.FUTURE,),
        verbs=_ENDURING,
        fits=("Wir werden nicht hinnehmen, dass der Park vermüllt.",),
        fails=("Wir werden den Park säubern.",),
    ),
    Rule(
        "werden uns einsetzen",
        Act.COMMITMENT,
        0.95,
        strength=Strength.ADVOCACY,
        subject=SPEAKER,
        forms=(Form.FUTURE,),
        verbs=lexicon.ADVOCATING,
        fits=("Wir werden uns für eine neue Buslinie einsetzen.", "Die CDU wird sich für Bauland einsetzen."),
        fails=("Wir werden eine Buslinie einführen.",),
    ),
    Rule(
        "wir werden",
        Act.COMMITMENT,
        0.95,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.FUTURE,),
        fits=(
            "Wir werden den Bahnhof umbauen.",
            "Die Bücherei werden wir erhalten.",
            "Einer Erhöhung werden wir nicht zustimmen.",
            "Ich werde zehn Bänke aufstellen.",
        ),
        fails=(
            "Im Park werden vorhandene Wege genutzt.",
            "Der Weg wird ausgebaut werden.",
            "Das werden die Bürger merken.",
        ),
    ),
    Rule(
        "mit uns",
        Act.COMMITMENT,
        0.9,
        strength=Strength.FIRM,
        needs=(Cue.WITH_US,),
        forms=(Form.FUTURE, Form.FUTURE_PASSIVE, Form.PRESENT, Form.PASSIVE),
        wording=says(
            r"^(?:nur |auch )?mit (?:uns|mir|der \S+|der \S+ \S+)(?: als \S+| \S+)? "
            r"(?:wird|werden|gibt|bekomm\w+|bleib\w+|erh\w+)\b"
            r"|\bes\b.{0,60}\bmit (?:uns|mir|der \S+)\b.{0,20}\b(?:nicht|kein\w*|nie)\b.{0,20}\bgeben\b"
            r"|\bmit (?:uns|mir|der \S+) nicht\b"
        ),
        fits=(
            "Mit uns wird es keine Kürzungen bei den Vereinen geben.",
            "Mit uns wird das Bad nicht geschlossen.",
            "Eine Mautpflicht wird es mit der SPD nicht geben.",
            "Mit uns bekommt jeder Ortsteil einen Bolzplatz.",
        ),
        fails=("Die Verwaltung redet mit uns.", "Mit uns reden viele."),
    ),
    Rule(
        "nach eigenem Willen",
        Act.COMMITMENT,
        0.75,
        strength=Strength.INTENT,
        needs=(Cue.OWN_WILL,),
        forms=(Form.MODAL,),
        modals={"sollen"},
        fits=(
            "Der Beirat soll mit uns einen Sitz im Aufsichtsrat erhalten.",
            "Die Zahl der Lotsen soll nach unserem Willen verdoppelt werden.",
            "Bis 2030 soll unter meiner Verantwortung jede Schule ein Solardach bekommen.",
        ),
        fails=("Die Zahl der Lotsen soll verdoppelt werden.", "Die Verwaltung muss mit uns reden."),
    ),
    Rule(
        "nach eigenem Willen geschieht",
        Act.COMMITMENT,
        0.75,
        strength=Strength.FIRM,
        needs=(Cue.OWN_WILL,),
        lacks=(Cue.PAST_TIME,),
        forms=(Form.FUTURE, Form.FUTURE_PASSIVE, Form.PASSIVE, Form.PRESENT),
        verbs=lexicon.CREATING
        | lexicon.KEEPING
        | listed("""
            geben bekommen erhalten aufnehmen kommen werden entstehen starten beginnen rausgehen steigen sinken wachsen
        """),
        fits=(
            "Im Falle meiner Wiederwahl wird es diese Stelle geben.",
            "Der Treff wird mit uns in den Plan aufgenommen.",
            "Jede Schule erhält mit uns einen Garten.",
        ),
        fails=("Die Verwaltung spricht mit uns.", "Der Treff wird in den Plan aufgenommen."),
    ),
    Rule(
        "geschieht mit uns",
        Act.COMMITMENT,
        0.7,
        strength=Strength.FIRM,
        needs=(Cue.WITH_US, Cue.INFINITIVE),
        lacks=(Cue.PAST_TIME,),
        forms=(Form.FUTURE,),
        none_of=listed("reden sprechen verhandeln diskutieren arbeiten zusammenarbeiten kooperieren rechnen gehen"),
        fits=("Der Kreis wird die Vereine mit uns weiterhin unterstützen.",),
        fails=("Die Verwaltung wird mit uns darüber reden.",),
    ),
    Rule(
        "wollen nicht, dass",
        Act.POSITION,
        0.8,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        needs=(Cue.NEGATED, Cue.THAT),
        lacks=(Cue.INFINITIVE,),
        fits=("Wir wollen nicht, dass Vereine leiden.",),
        fails=("Wir wollen, dass Vereine mehr Geld erhalten.",),
    ),
    Rule(
        "Wunschbild",
        Act.AMBIGUOUS,
        0.7,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        needs=(Cue.VISION,),
        wording=says(r"\b(?:wollen|will|möchten?) (?:\S+ ){0,2}eine?n?\b"),
        lacks=(Cue.INFINITIVE,),
        fits=("Wir wollen eine Stadt, in der sich alle wohlfühlen.",),
        fails=("Wir wollen eine neue Sporthalle.",),
    ),
    Rule(
        "wollen ehrlich sein",
        Act.POSITION,
        0.7,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        wording=says(r"\b(?:ehrlich|offen|klar|deutlich) (?:sein|werden)\b"),
        fits=("Wir wollen an dieser Stelle ehrlich sein.",),
        fails=("Wir wollen die Bücherei offen halten.",),
    ),
    Rule(
        "wollen nur sagen",
        Act.POSITION,
        0.7,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        verbs=_SAYING,
        fits=("Wir möchten betonen, wie wichtig das Ehrenamt ist.",),
        fails=("Wir möchten das Ehrenamt stärken.",),
    ),
    Rule(
        "wollen uns einsetzen",
        Act.COMMITMENT,
        0.95,
        strength=Strength.ADVOCACY,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        verbs=lexicon.ADVOCATING,
        fits=("Wir wollen uns für mehr Sitzbänke starkmachen.", "Ich möchte mich für die Ortsteile einsetzen."),
        fails=("Wir wollen mehr Sitzbänke.",),
    ),
    Rule(
        "wollen etwas tun",
        Act.COMMITMENT,
        0.95,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        needs=(Cue.INFINITIVE,),
        fits=("Wir wollen den Bahnhof umbauen.", "Die Bürgerliste will die Bücherei erhalten."),
        fails=("Wir wollten den Bahnhof umbauen.", "Wer bauen will, braucht Geduld."),
    ),
    Rule(
        "wollen, dass",
        Act.COMMITMENT,
        0.85,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        needs=(Cue.THAT,),
        fits=("Wir wollen, dass die Bäder länger öffnen.",),
        fails=("Wir wollen nicht, dass Bäder schließen.",),
    ),
    Rule(
        "wollen etwas",
        Act.COMMITMENT,
        0.85,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.MODAL,),
        modals=WANT,
        fits=("Wir wollen mehr Bäume in der Innenstadt.",),
        fails=("Die Leute wollen mehr Bäume.",),
    ),
)
