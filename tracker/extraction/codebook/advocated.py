"""What the speaker works for, plans and supports: promises that bind less, and what only looks like one."""

from tracker.domain.questionnaire import Act, Strength
from tracker.extraction import lexicon
from tracker.extraction.codebook.rule import SPEAKER, Rule, says
from tracker.extraction.cues import Cue
from tracker.extraction.predicates import Form
from tracker.extraction.wordlists import listed

ADVOCATED: tuple[Rule, ...] = (
    Rule(
        "seit Langem im Einsatz",
        Act.ACCOMPLISHMENT,
        0.7,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.ADVOCATING - {"fordern"},
        needs=(Cue.PAST_TIME,),
        fits=("Wir setzen uns seit Jahren für die freie Szene ein.",),
        fails=("Wir setzen uns für die freie Szene ein.",),
    ),
    Rule(
        "setzen uns ein",
        Act.COMMITMENT,
        0.95,
        strength=Strength.ADVOCACY,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"einsetzen", "starkmachen", "engagieren", "bemühen"},
        one_of=(Cue.REFLEXIVE, Cue.THAT),
        fits=(
            "Wir setzen uns dafür ein, die Wartezeiten zu verkürzen.",
            "Ich setze mich für einen Jugendtreff ein.",
            "Die Grünen setzen sich für sichere Schulwege ein.",
            "Wir machen uns für den Erhalt des Bades stark.",
        ),
        fails=("Wir setzen auf Vernunft.", "Dort setzt die Stadt Wachleute ein."),
    ),
    Rule(
        "für sich werben",
        Act.FACT,
        0.7,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"werben"},
        wording=says(r"\bwerben?\b (?:\w+ ){0,2}(?:mit|um)\b"),
        fits=("Ich werbe mit meiner Erfahrung.",),
        fails=("Ich werbe für eine neue Turnhalle.",),
    ),
    Rule(
        "fordern und kämpfen",
        Act.COMMITMENT,
        0.9,
        strength=Strength.ADVOCACY,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.ADVOCATING - {"einsetzen", "engagieren", "bemühen", "bestehen"},
        fits=(
            "Wir fordern eine Ampel an der Grundschule.",
            "Wir kämpfen für den Erhalt der Linie 4.",
            "Wir treten für ein kostenloses Mittagessen ein.",
        ),
        fails=("Wir fördern den Sport.", "Wir appellieren an das Land."),
    ),
    Rule(
        "planen",
        Act.COMMITMENT,
        0.9,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.INTENDING,
        fits=("Wir planen ein Haus der Vereine.", "Langfristig streben wir kostenlose Kitas an."),
        fails=("Die Verwaltung plant ein Parkhaus.",),
    ),
    Rule(
        "zusagen",
        Act.COMMITMENT,
        0.85,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.BINDING,
        fits=("Wir versprechen, keine Steuer zu erhöhen.",),
        fails=("Das verspricht viel.",),
    ),
    Rule(
        "zusagen, dass wir",
        Act.COMMITMENT,
        0.8,
        strength=Strength.FIRM,
        forms=(Form.PRESENT, Form.STATE, Form.MODAL),
        needs=(Cue.OWN_THAT,),
        lacks=(Cue.NEGATED,),
        wording=says(
            r"\b(?:steht (?:\w+ ){0,2}(?:fest|außer)|(?:ist|sind) (?:\w+ ){0,3}"
            r"(?:klar|sicher|selbstverständlich|überzeugt)"
            r"|versteht sich|sicher sein|verlassen|heißt|bedeutet|Wort|versich\w+|sagen|sag\w+"
            r"|beton\w+|erklär\w+|bekräftig\w+|gelob\w+)\b"
        ),
        fits=(
            "Für uns steht fest, dass wir das Bad erhalten werden.",
            "Sie können sicher sein, dass ich den Beirat anhören werde.",
        ),
        fails=("Es ist klar, dass wir sparen müssen.", "Wir wissen, dass wir das Bad nicht retten werden."),
    ),
    Rule(
        "zur Zusage stehen",
        Act.COMMITMENT,
        0.75,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        wording=says(
            r"\bst[eü]h\w* (?:\w+ ){0,2}(?:zu (?:unser|dem|der|mein|diese)\w*|zum|zur) (?:\w+ )?"
            r"(?:Zusage|Versprechen|Ziel|Vorhaben|Wort|Plan)\b.*(?: zu \w+|\w+zu\w+en)\b"
        ),
        fits=("Wir stehen zu unserer Zusage, das Becken bis 2029 fertigzustellen.",),
        fails=("Wir stehen zu unserer Zusage.", "Wir stehen zum Ehrenamt."),
    ),
    Rule(
        "planen lassen",
        Act.COMMITMENT,
        0.7,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"lassen"},
        lacks=(Cue.NEGATED, Cue.PAST_TIME),
        wording=says(
            r"\blass\w*\b.* (?:planen|prüfen|untersuchen|bauen|erarbeiten|erstellen|errichten|begutachten)\W*$"
        ),
        fits=("Für Radfahrer lasse ich zwei durchgehende Achsen planen.",),
        fails=("Wir lassen niemanden allein.",),
    ),
    Rule(
        "ausschließen",
        Act.COMMITMENT,
        0.75,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"ausschließen"},
        lacks=(Cue.NEGATED, Cue.PAST_TIME),
        fits=("Eine Schließung der Bücherei schließen wir aus.",),
        fails=("Wir schließen höhere Gebühren nicht aus.",),
    ),
    Rule(
        "sich dafür aussprechen",
        Act.COMMITMENT,
        0.7,
        strength=Strength.SUPPORT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"aussprechen", "plädieren"},
        lacks=(Cue.NEGATED,),
        wording=says(r"\b(?:dafür|deshalb|daher)\b.* , (?:dass\b|.*(?: zu \w+|\w+zu\w+en)\b)"),
        fits=("Wir sprechen uns dafür aus, den Steg zu sanieren.",),
        fails=("Wir sprechen uns dafür aus.", "Wir sprechen uns gegen den Steg aus."),
    ),
    Rule(
        "in Angriff nehmen",
        Act.COMMITMENT,
        0.7,
        strength=Strength.FIRM,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        lacks=(Cue.PAST_TIME, Cue.NEGATED),
        wording=says(
            r"\b(?:auf den Weg|in Angriff|in die Wege|zur Chefsache|in die Hand|an den Start|auf die Tagesordnung"
            r"|zu Ende|in Auftrag|Sorge|Druck|Daraus|aus (?:\S+ ){1,4}(?:eine?n?)|auf die Beine"
            r"|zur (?:Bedingung|Pflicht|Regel)|zum Pflicht\w+)\b"
        ),
        verbs=listed("bringen nehmen leiten machen setzen stellen führen geben tragen ausüben"),
        fits=("Ich bringe den Neubau der Wache auf den Weg.", "Das Thema setzen wir auf die Tagesordnung."),
        fails=("Viele sind auf den Weg angewiesen.", "Wir gehen auf den Weg zu."),
    ),
    Rule(
        "von uns geplant",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        forms=(Form.STATE, Form.PRESENT),
        wording=says(
            r"^(?!(?:das|dies)\b)(?=.*\b(?:geplant|vorgesehen|beabsichtigt|angedacht|eingeplant)\b)"
            r".*\b(?:von uns|in (?:unsere[mnr]|meine[mnr])|bei uns)\b"
        ),
        fits=("Vorgesehen sind in unserem Finanzplan zehn neue Plätze.",),
        fails=("Geplant sind zehn neue Plätze.",),
    ),
    Rule(
        "Teil des eigenen Programms",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        forms=(Form.PRESENT, Form.STATE),
        wording=says(
            r"^(?!(?:das|dies|all)\w*\b)"
            r".*\b(?:(?:Bestand)?[Tt]eil|Kern|Kernstück|Herzstück|Punkt) unseres \w*programms\b"
        ),
        fits=("Eine Ausweitung des Bewohnerparkens ist Bestandteil unseres Programms.",),
        fails=("Das ist Teil unseres Programms.", "Der Park ist Teil unserer Stadt."),
    ),
    Rule(
        "durch uns",
        Act.COMMITMENT,
        0.65,
        strength=Strength.FIRM,
        forms=(Form.PASSIVE, Form.FUTURE_PASSIVE),
        lacks=(Cue.PAST_TIME,),
        wording=says(r"\b(?:von|durch) (?:uns|mich)\b"),
        verbs=lexicon.CREATING | lexicon.KEEPING | listed("stellen ausstatten einbringen beantragen vorlegen"),
        fits=("Ein Antrag dazu wird von uns im Herbst gestellt.",),
        fails=("Das wird von uns bereits beantragt.", "Das wird von uns begrüßt."),
    ),
    Rule(
        "von uns nicht mitgetragen",
        Act.COMMITMENT,
        0.65,
        strength=Strength.FIRM,
        forms=(Form.PASSIVE, Form.FUTURE_PASSIVE),
        needs=(Cue.NEGATED,),
        lacks=(Cue.PAST_TIME,),
        wording=says(r"\bvon (?:uns|mir)\b"),
        verbs={"mittragen", "unterstützen"},
        fits=("Eine Bebauung der Wiese wird von uns nicht mitgetragen.",),
        fails=("Eine Bebauung der Wiese wird von uns mitgetragen.",),
    ),
    Rule(
        "von uns erhalten",
        Act.COMMITMENT,
        0.65,
        strength=Strength.FIRM,
        forms=(Form.PRESENT,),
        lacks=(Cue.PAST_TIME,),
        wording=says(r"\bvon (?:uns|mir)\b"),
        verbs={"erhalten", "bekommen", "kriegen"},
        fits=("Hauseigentümer erhalten von uns eine kostenlose Beratung.",),
        fails=("Hauseigentümer erhalten eine kostenlose Beratung.",),
    ),
    Rule(
        "ohne Planenden",
        Act.AMBIGUOUS,
        0.6,
        forms=(Form.STATE,),
        lacks=(Cue.PAST_TIME,),
        wording=says(r"^(?:\w+ ){0,3}(?:geplant|vorgesehen|beabsichtigt|angedacht|denkbar|vorstellbar)\b"),
        fits=("Geplant sind zehn neue Plätze.",),
        fails=("Geplant sind in unserem Programm zehn neue Plätze.",),
    ),
    Rule(
        "anbieten",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"anbieten"},
        lacks=(Cue.PAST_TIME, Cue.NEGATED),
        wording=says(r"\ban\b(?: ,|:).* (?:zu \w+|\w+zu\w+en)\b"),
        fits=("Ich biete an, in jedem Ortsteil eine Sprechstunde zu halten.",),
        fails=("Wir bieten Beratung an.",),
    ),
    Rule(
        "bereit sein",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.PRESENT, Form.STATE),
        wording=says(r"\b(?:bin|sind|ist) (?:\S+ ){0,4}(?:bereit|entschlossen)\b.* (?:zu \w+|\w+zu\w+en)\b"),
        fits=("Wir sind bereit, eine Stelle zu finanzieren.",),
        fails=("Wir sind bereit.", "Wir sind gegen Gebühren."),
    ),
    Rule(
        "Neues unterstützen",
        Act.COMMITMENT,
        0.65,
        strength=Strength.SUPPORT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"unterstützen"},
        needs=(Cue.INDEFINITE,),
        lacks=(Cue.NEGATED, Cue.CHANGE, Cue.PAST_TIME),
        fits=("Wir unterstützen einen städtischen Fonds für Schallschutz.",),
        fails=("Wir unterstützen die Beratungsstelle am Markt.",),
    ),
    Rule(
        "Vorschlag unterstützen",
        Act.COMMITMENT,
        0.7,
        strength=Strength.SUPPORT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.SUPPORTING,
        lacks=(Cue.NEGATED, Cue.PAST_TIME),
        wording=says(
            r"\b(?:de[nr]|die|das|dies\w+|eine?n?|jede[nr]?|euren?|Ihren?) (?:\w+ )?"
            r"(?:Vorschlag|Idee|Vorhaben|Forderung|Antrag|Plan)\b.* ,.*(?: zu \w+|\w+zu\w+en)\b"
        ),
        fits=("Wir unterstützen den Vorschlag des Jugendrats, ein Haus der Vereine einzurichten.",),
        fails=("Wir unterstützen den Vorschlag.",),
    ),
    Rule(
        "folgende Vorhaben",
        Act.COMMITMENT,
        0.75,
        strength=Strength.INTENT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        wording=says(
            r"\bfolgende[nr]? (?:\w+ )?(?:Vorhaben|Zielen?|Forderungen|Maßnahmen|Projekten?|Punkten?|Schritten?)"
            r"\b|\b(?:Bündel|Paket|Reihe|Katalog|Programm) (?:von|an|aus|mit) (?:\w+ )?"
            r"(?:Maßnahmen|Vorhaben|Schritten|Punkten)\b"
            r"|\b(?:\w+punkte?-?(?:Plan|Programm)|Maßnahmenpaket|Sofortprogramm)\b.*:$"
        ),
        fits=("Wir treten mit folgenden Vorhaben an:",),
        fails=("Wir sehen folgende Gründe:",),
    ),
    Rule(
        "auf der eigenen Liste",
        Act.COMMITMENT,
        0.7,
        strength=Strength.INTENT,
        forms=(Form.PRESENT,),
        wording=says(
            r"^(?!(?:das|dies|all)\w*\b).*\bste(?:ht|hen) (?:\S+ ){0,4}"
            r"(?:auf (?:unserer|meiner) (?:Liste|Agenda)|in unserem \w*programm)\b"
        ),
        fits=("Neue Bänke stehen auf unserer Liste für die nächsten Jahre.",),
        fails=("Neue Bänke stehen am See.", "Das alles steht in unserem Programm."),
    ),
    Rule(
        "Einführung unterstützen",
        Act.COMMITMENT,
        0.8,
        strength=Strength.SUPPORT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs=lexicon.SUPPORTING,
        needs=(Cue.CHANGE,),
        lacks=(Cue.NEGATED,),
        fits=("Wir unterstützen die Einführung eines Sozialtickets.", "Die SPD befürwortet den Ausbau der Radwege."),
        fails=("Wir unterstützen die Tafel.",),
    ),
    Rule(
        "für die Einführung",
        Act.COMMITMENT,
        0.65,
        strength=Strength.SUPPORT,
        subject=SPEAKER,
        forms=(Form.PRESENT,),
        verbs={"aussprechen", "plädieren", "stehen"},
        needs=(Cue.GOVERNED_CHANGE,),
        lacks=(Cue.NEGATED,),
        wording=says(r"\b(?:aus|hinter|plädier\w+)\b"),
        fits=(
            "Wir plädieren für eine Ausweitung der Fußgängerzone.",
            "Wir sprechen uns für die Einführung eines Nachtbusses aus.",
            "Wir stehen hinter der Einführung des Sozialtickets.",
        ),
        fails=("Wir sprechen uns gegen Hetze aus.", "Wir stehen für Vernunft."),
    ),
)
