"""Words that decide: verbs by what they do to a promise, nouns of change, names of other levels of government.

Verbs are infinitives with their particle joined ("einsetzen" for "setzen … ein"). The lists follow the codebook's
classes; a word belongs here for its meaning, not for having been seen.
"""

import re

from tracker.extraction.wordlists import listed, phrases

ADVOCATING = listed("""
    einsetzen starkmachen kämpfen eintreten hinwirken hinarbeiten drängen dringen fordern einfordern verlangen
    engagieren einstehen bemühen pochen bestehen werben streiten ringen vorschlagen anregen
""")
"""Working for something: strength `advocacy`."""

INTENDING = listed("""
    planen beabsichtigen anstreben streben vorhaben vorsehen vornehmen anpeilen abzielen avisieren anvisieren
    gedenken
""")
"""Intending something: strength `intent`."""

BINDING = listed("verpflichten versprechen zusagen garantieren zusichern gewährleisten")
"""Giving one's word: strength `firm`."""

SUPPORTING = listed("unterstützen befürworten")
"""Support: a promise where the thing supported is new, `ambiguous` where it exists."""

CREATING = listed("""
    einführen einrichten schaffen gründen bauen errichten erarbeiten erstellen vorlegen einsetzen abschaffen
    verdoppeln verdreifachen halbieren aufstocken einstellen ausweisen auflegen beantragen umbauen sanieren
    erneuern umwandeln umgestalten anschaffen senken absenken erhöhen anheben verlängern streichen starten
    eröffnen etablieren installieren pflanzen bereitstellen beenden verhindern aufbauen wiedereinführen
    zurücknehmen begrenzen reduzieren einleiten anlegen neubauen entsiegeln begrünen ausbauen erweitern ausweiten
    überarbeiten modernisieren digitalisieren aufstellen beschließen verabschieden einbringen stoppen anstoßen
    übernehmen sorgen erschließen ansiedeln reaktivieren rekommunalisieren nachrüsten umrüsten umstellen verankern
    zurückkaufen ankaufen bezuschussen erlassen vorziehen freigeben zusammenlegen wiederbeleben wiederherstellen
    austauschen ersetzen auflösen verlegen deckeln verschärfen reservieren aufwerten anpassen kaufen erwerben umwidmen
    untersagen einreichen bepflanzen nachbesetzen schenken
""")
"""Making something that is not there yet: in the present tense these speak of the future ("Wir führen … ein")."""

SUBMITTING = listed("beantragen vorlegen einbringen vorschlagen einführen umsetzen verabschieden angehen schaffen")
"""What a speaker does for a measure in the council."""

KEEPING = listed("""
    erhalten bewahren beibehalten festhalten fortführen fortsetzen weiterführen sichern schützen verteidigen
    behalten bleiben aufrechterhalten verhindern fortschreiben weiterbetreiben
""")
"""Keeping what is there: kind `maintain`."""

HOLDING_ON = listed("festhalten beibehalten fortsetzen fortführen weiterführen weitermachen")
"""Keeping that promises in the present tense, too: "Daran halten wir fest"."""

EXAMINING = listed("""
    prüfen überprüfen evaluieren diskutieren beraten thematisieren erörtern untersuchen abwägen ermitteln
    beobachten besprechen anhören analysieren befragen nachdenken hinterfragen bewerten sondieren
""")
"""Examining and discussing: kind `process`."""

DEGREE = listed("""
    stärken fördern verbessern ausbauen erhöhen senken reduzieren verringern erweitern ausweiten unterstützen
    vorantreiben beschleunigen weiterentwickeln optimieren vereinfachen erleichtern entlasten verkürzen
    intensivieren sichern erhalten schützen modernisieren voranbringen verstärken vergrößern anheben aufwerten
    beleben steigern aufstocken bewahren ermöglichen gestalten abbauen entwickeln
""")
"""Verbs whose completion is a matter of degree: testability `partial` unless a number or a document says more."""

EMPTY = listed("""
    kümmern verbessern achten widmen bemühen einbringen engagieren berücksichtigen hinwirken sein machen tun
    gehen arbeiten finden haben leisten nehmen geben
""")
"""Verbs that name no measure at all."""

REJECTING = listed("ablehnen verwehren missbilligen verurteilen ablehnend widersprechen")
APPEALING = listed("appellieren auffordern bitten erwarten anmahnen mahnen")
VALUING = listed("""
    begrüßen bekennen halten finden stehen sehen glauben meinen denken wünschen schätzen wissen bevorzugen
    aussprechen zustimmen bedauern anerkennen verstehen betrachten erachten teilen
""")
"""Values and opinions: `position`."""

THINGS = tuple(
    listed("""
    beratung verwaltung regelung förderung forderung planung bewegung stiftung wohnung zeitung entscheidung meinung
    haltung ordnung bildung forschung überlegung vereinbarung leistung veranstaltung versammlung siedlung sammlung
    abteilung leitung regierung sitzung satzung verfassung vorstellung erfahrung bedeutung lösung handlung verhandlung
    behandlung betreuung versorgung unterstützung bemühung anstrengung begründung zielsetzung darstellung auffassung
    richtung umgebung bevölkerung nutzung verwendung beteiligung bestrebung einschätzung vermutung
    """)
)
"""Nouns in "-ung" for what exists or goes on; the others name what is done to something."""

_CHANGE = listed("""
    einführung einrichtung ausbau aufbau neubau umbau bau schaffung erhöhung senkung absenkung aufstellung
    aufstellen ausweitung erweiterung verbesserung stärkung weiterentwicklung sanierung modernisierung
    erneuerung abschaffung verlängerung gründung umsetzung anschaffung reaktivierung erarbeitung ansiedlung
    umgestaltung umwandlung begrünung entsiegelung reduzierung ausweisung bereitstellung verdopplung
    verdoppelung digitalisierung rückbau abbau errichtung neugestaltung schließung aufwertung vereinfachung
    beschleunigung wiedereinführung installation elektrifizierung erhalt sicherung anhebung aufstockung
    befreiung verringerung umstellung etablierung wiedereröffnung öffnung verkürzung entlastung zusammenlegung
    entwicklung vertreibung entnahme fortführung umwidmung verlegung verlagerung verkehrsberuhigung anpassung
    anbindung wiederbelebung vergrößerung verschärfung aufhebung rücknahme abriss ankauf übernahme umrüstung
    rekommunalisierung wiederherstellung instandsetzung nachrüstung verdichtung vernetzung pflanzung
    neubesetzung verankerung bündelung entfernung ausstattung anlage freigabe sperrung aufnahme einsetzung
    verstetigung festschreibung einstellung befristung deckelung staffelung erprobung ertüchtigung umbenennung
    fertigstellung neuausrichtung verbeamtung bereithaltung gleichstellung freistellung kennzeichnung
    abschluss beitritt verzicht wegfall erlass ausstieg einstieg umstieg
    halbierung verteilung verkleinerung vergabe zusammenführung trennung verlagerung übertragung
""")
_CHANGE_NOUN = re.compile(
    rf"(?:\w*-)?(?:\w*?(?:{'|'.join(sorted(_CHANGE))})(?:en|s|es)?|\w{{3,}}isierung(?:en)?|Ver\w{{3,}}erung(?:en)?)",
    re.IGNORECASE,
)

PAST_TIME = phrases(
    r"""
    seit
    seitdem
    bereits
    schon
    in der Vergangenheit
    bisher
    bislang
    in den (?:letzten|vergangenen) \w+
    im (?:letzten|vergangenen) Jahr
    zuletzt
    damals
    derzeit
    zurzeit
    aktuell
    momentan
    von Anfang an
    immer wieder
    """,
    flags=re.IGNORECASE,
)
"""What goes on already or is over."""

FUTURE_TIME = phrases(
    r"""
    (?:zu)?künftig
    in Zukunft
    demnächst
    (?:lang|mittel|kurz)fristig
    perspektivisch
    zeitnah
    (?:noch |später )?(?:in diesem|dieses) Jahr
    (?:ab|bis(?: (?:zum|spätestens|Anfang|Mitte|Ende))?|noch|im Jahr|Anfang|Mitte|Ende) 20\d\d
    (?:ab|von|zum|mit|vom) (?:dem )?(?:nächste[nmsr]|kommende[nmsr]) \w+
    (?:ab|von) (?:sofort|morgen|dann an|da an)
    im (?:ersten|zweiten|nächsten|kommenden) (?:Halbjahr|Quartal|Monat)
    in den ersten \w+ (?:Tagen|Wochen|Monaten|Jahren)
    (?:innerhalb|binnen|im Laufe) (?:von |eines |der |des )?(?:\w+ ){0,2}(?:Jahre|Monate|Wochen|Tage|\w*[Pp]eriode)[sn]?
    (?:in|während) (?:der|unserer|meiner) (?:ersten |nächsten )?(?:Amtszeit|\w*[Ss]itzung)
    auf 20\d\d
    im Falle? (?:eines|unseres|meines|einer|unserer|meiner) \w*(?:[Ww]ahl\w*|erfolgs?)
    (?:in|während|zu Beginn|bis Ende|bis zum Ende) der (?:nächsten|kommenden|neuen) \w+
    nach (?:der|unserer|meiner) (?:\w*wahl|Sommerpause)
    ab (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|nächster? \w+)
    in den (?:nächsten|kommenden|ersten) (?:\w+ )?(?:Jahren|Monaten|Wochen|Tagen)
    im (?:nächsten|kommenden|ersten) (?:\w+ )?(?:Jahr|Halbjahr|Haushalt|Doppelhaushalt)
    (?:nächstes|kommendes) Jahr
    als (?:Erstes|Nächstes|nächsten Schritt)
    """,
    flags=re.IGNORECASE,
)
"""What is still to come: a present tense beside it speaks of the future."""

OTHER_LEVEL = phrases(r"""
    Bund(?:es)?
    Länder[n]?
    Land(?:es)?(?! für)
    Bundes(?:regierung|tag|rat|gesetzgeber|ministerium|ebene|politik)
    Landes(?:regierung|gesetzgeber|ebene|politik)
    Landtag
    Gesetzgeber[s]?
    EU
    Europäische[nr]? (?:Union|Kommission)
    Deutsche[n]? Bahn
    Freistaat(?:es|s)?
    Landschaftsverband\w*
    Bezirksregierung
    Ministerien
    Minister(?:in|ium)?
""")
"""Levels and companies that a municipality can only ask."""

TOWN = phrases(r"""
    (?:Stadt|Gemeinde|Kreis|Samtgemeinde|Kommunal|Rats)?[Vv]erwaltung
    Stadt
    Gemeinde
    Kommunen?
    Kreis
    Rat(?:es)?
    Stadtrat
    Gemeinderat
    Kreistag
    Stadtwerke
    Ordnungsamt
    Jugendamt
    Bezirksvertretung(?:en)?
    Stadtspitze
    Ausländerbehörde
""")
"""The town itself: its acts are not the respondent's own."""

FIRST_PERSON = frozenset({"wir", "ich"})


def names_change(noun: str) -> bool:
    """Whether a noun names a change that is still to come: "Einführung", "Radwegeausbau"."""
    return _CHANGE_NOUN.fullmatch(noun) is not None
