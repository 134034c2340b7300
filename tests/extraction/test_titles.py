"""Titles read as a person would write them: infinitive style, grammatical, pronouns by what they stand for."""

import pytest

from tests.extraction.reading import programme

TITLES = {
    "Vor einer Entscheidung werden wir die Leute befragen.": ["Vor einer Entscheidung die Leute befragen"],
    "Wir setzen uns dafür ein, dass der Müll getrennt und die Abfuhr gesenkt wird.": [
        "Sich dafür einsetzen, dass der Müll getrennt",
        "Sich dafür einsetzen, dass die Abfuhr gesenkt wird",
    ],
    "Maßnahmen der kommenden Wahlperiode:\n- Weiterer Ausbau des Wärmenetzes\n- Wo möglich, neue Bänke\n": [
        "Weiteren Ausbau des Wärmenetzes anstreben",
        "Neue Bänke anstreben",
    ],
    "Wir unterstützen den Vorschlag des Jugendrats, ein Haus der Vereine einzurichten.": [
        "Haus der Vereine einrichten"
    ],
    "Im Zusammenhang mit der Neugestaltung des alten Güterbahnhofs an der Kanalstraße durch die Wohnbau unterstützt "
    "die Bürgerliste den Bau eines Radhauses.": ["Bau eines Radhauses unterstützen"],
    "Bei allen bestehenden ebenso wie künftig beantragten freiwilligen Leistungen der Gemeinde werden wir auf "
    "Offenheit der Kosten bestehen.": ["Auf Offenheit der Kosten bestehen"],
    "Wir werden den Aufwand prüfen lassen, um dann über eine Bewerbung zu entscheiden.": ["Aufwand prüfen lassen"],
    "Wir wollen uns dafür stark machen, dass alle Kinder schwimmen lernen.": [
        "Sich dafür starkmachen, dass alle Kinder schwimmen lernen"
    ],
    "Wir setzen unsere Linie fort: mit mehr Stellen und engerer Zusammenarbeit.": ["Unsere Linie fortsetzen"],
    "Die Bürgerliste verfolgt das Ziel der Klimaneutralität mit Maß.": ["Ziel der Klimaneutralität mit Maß verfolgen"],
    "Wir sprechen uns ausdrücklich für eine Senkung der Grundsteuer aus.": [
        "Sich ausdrücklich für eine Senkung der Grundsteuer aussprechen"
    ],
    "Wir setzen uns für eine Stadt ein, in der alle Menschen sicher mobil sein können.": [
        "Sich für eine Stadt einsetzen, in der alle Menschen sicher mobil sein können"
    ],
    "Wir wollen Wohnungen dort bauen, wo Busse halten.": ["Wohnungen dort bauen, wo Busse halten"],
    "Mit einer klugen Bodenpolitik, der Stärkung des Genossenschaftsbaus und klaren Quoten für Sozialwohnungen "
    "schaffen wir gemischte Viertel.": ["Gemischte Viertel schaffen"],
    "Ich möchte das Busfahren an Wochenenden und an Feiertagen für Kinder, Jugendliche und Auszubildende kostenlos "
    "machen.": ["Busfahren an Wochenenden und an Feiertagen für Kinder, Jugendliche … kostenlos machen"],
    "Wir werden prüfen, in welchen Ämtern freie Programme günstiger sind.": [
        "Prüfen, in welchen Ämtern freie Programme günstiger sind"
    ],
    "Langfristig verfolgen wir den Ansatz „Wohnung zuerst“, um Menschen von der Straße zu holen.": [
        "Langfristig den Ansatz „Wohnung zuerst“ anstreben"
    ],
    "Mit uns wird es eine Übertragung der Ratssitzungen im Internet geben.": [
        "Übertragung der Ratssitzungen im Internet schaffen"
    ],
    "Mit uns wird es keine Kürzungen bei den Vereinen geben.": ["Keine Kürzungen bei den Vereinen zulassen"],
    "Eine Mautpflicht wird es mit der SPD nicht geben.": ["Mautpflicht nicht zulassen"],
    "Mit mir als Bürgermeisterin wird es wieder einen Nachtbus geben.": ["Wieder einen Nachtbus schaffen"],
    "Mit uns gibt es ein kostenloses Mittagessen an allen Grundschulen.": [
        "Kostenloses Mittagessen an allen Grundschulen schaffen"
    ],
    "Mit uns wird es einen neuen Wochenmarkt in Oberlinden geben, der auch abends öffnet.": [
        "Neuen Wochenmarkt in Oberlinden schaffen"
    ],
    "Die Gebührenfreiheit der Kitas wird mit uns erhalten bleiben.": ["Gebührenfreiheit der Kitas erhalten"],
    "Das alte Hallenbad bleibt mit uns erhalten.": ["Altes Hallenbad erhalten"],
    "Mit uns bleibt die Stadtbücherei in Kleinwerder erhalten.": ["Stadtbücherei in Kleinwerder erhalten"],
    "Mit uns wird das Freibad nicht geschlossen.": ["Freibad nicht schließen"],
    "Mit uns wird der alte Güterbahnhof nicht verkauft.": ["Alten Güterbahnhof nicht verkaufen"],
    "Mit uns wird die Hafenstraße nicht ausgebaut.": ["Hafenstraße nicht ausbauen"],
    "Mit uns bekommt jeder Ortsteil einen Bolzplatz.": ["Dafür sorgen, dass jeder Ortsteil einen Bolzplatz bekommt"],
    "Jede Schule erhält mit uns einen Garten.": ["Dafür sorgen, dass jede Schule einen Garten erhält"],
    "Die Zahl der Lotsen soll nach unserem Willen verdoppelt werden.": ["Zahl der Lotsen verdoppeln"],
    "Der Treff wird mit uns in den Haushaltsplan aufgenommen.": ["Treff in den Haushaltsplan aufnehmen"],
    "Wir setzen uns dafür ein, das Studierendenwohnheim am Deichtor aufzustocken.": [
        "Studierendenwohnheim am Deichtor aufstocken"
    ],
    "Ich setze mich dafür ein, die Buslinie 7 in den Abend auszudehnen.": ["Buslinie 7 in den Abend ausdehnen"],
    "Wir machen uns dafür stark, den Stadtpark nachts auszuleuchten.": ["Stadtpark nachts ausleuchten"],
    "Wir setzen uns dafür ein, die Brachflächen zwischenzunutzen.": ["Brachflächen zwischennutzen"],
    "Unser Ziel ist es, die Altstadt abzupollern.": ["Altstadt abpollern"],
    "Wir kämpfen dafür, alle Spielplätze instand zu setzen.": ["Alle Spielplätze instand setzen"],
    "Wir setzen uns dafür ein, das Rathaus umzubauen und es barrierefrei zu gestalten.": [
        "Rathaus umbauen und es barrierefrei gestalten"
    ],
    "Das Stadtarchiv ist zu klein. Wir werden es in die alte Post verlegen.": ["Stadtarchiv in die alte Post verlegen"],
    "Die Bücherei soll nach Plänen der Verwaltung wegfallen. Ihrer Schließung werden wir nicht zustimmen.": [
        "Schließung der Bücherei nicht zustimmen"
    ],
    "Der Radweg am Kanal endet im Nichts. Wir wollen ihn bis zum Hafen verlängern.": [
        "Radweg bis zum Hafen verlängern"
    ],
    "Die Musikschule leistet viel. Wir werden sie mit zwei neuen Stellen ausstatten.": [
        "Musikschule mit zwei neuen Stellen ausstatten"
    ],
    "Die Stadt und die Schule streiten seit Jahren. Wir werden sie an einen Tisch bringen.": [
        "Sie an einen Tisch bringen (Die Stadt und die Schule streiten seit Jahren)"
    ],
    "Wir wollen die Gruppe „ Bleiberechte fördern“ mit Räumen versorgen.": [
        "Gruppe „Bleiberechte fördern“ mit Räumen versorgen"
    ],
    "Wir werden das Projekt „Haus der Vereine“ umsetzen.": ["Projekt „Haus der Vereine“ umsetzen"],
    "Wir wollen das Programm „Sport für alle“ fortführen.": ["Programm „Sport für alle“ fortführen"],
    "Wir werden einen Bürgerhaushalt einführen, über den alle Menschen ab 14 Jahren abstimmen dürfen.": [
        "Bürgerhaushalt einführen"
    ],
    "Wir wollen einen Jugendrat gründen, der eigene Anträge stellen kann.": ["Jugendrat gründen"],
    "Wir werden Sammelgaragen bauen, die den Straßenraum entlasten sollen.": ["Sammelgaragen bauen"],
    "Wir wollen eine Stelle schaffen, an die sich alle wenden können.": ["Stelle schaffen"],
    "Wir werden einen Fonds auflegen, aus dem Vereine Zuschüsse bekommen können, und die Hallenmiete abschaffen.": [
        "Fonds auflegen",
        "Hallenmiete abschaffen",
    ],
    "Wir werden die Kita-Gebühren nicht erhöhen.": ["Kita-Gebühren nicht erhöhen"],
    "Wir wollen keine weiteren Parkhäuser in der Altstadt bauen.": ["Keine weiteren Parkhäuser in der Altstadt bauen"],
    "Als Oberbürgermeister werde ich eine Sprechstunde in jedem Stadtteil anbieten.": [
        "Sprechstunde in jedem Stadtteil anbieten"
    ],
    "Gerne werden wir den Vorschlag in den Ausschuss einbringen.": ["Vorschlag in den Ausschuss einbringen"],
    "Wir bieten an, gemeinsam mit den Vereinen ein Hallenkonzept zu erarbeiten.": [
        "Gemeinsam mit den Vereinen ein Hallenkonzept erarbeiten"
    ],
    "Wir verpflichten uns, jedes Jahr 50 Wohnungen zu bauen.": ["Jedes Jahr 50 Wohnungen bauen"],
    "Wir haben uns vorgenommen, die Wartezeiten im Bürgerbüro zu halbieren.": ["Wartezeiten im Bürgerbüro halbieren"],
    "Wir führen eine Verpackungssteuer ein.": ["Verpackungssteuer einführen"],
    "Ab 2027 stellen wir den Fuhrpark auf Elektroautos um.": ["Ab 2027 den Fuhrpark auf Elektroautos umstellen"],
    "Dafür richten wir eine zentrale Meldestelle ein.": ["Zentrale Meldestelle einrichten"],
    "Am kostenlosen Schülerticket halten wir fest.": ["Am kostenlosen Schülerticket festhalten"],
    "Wir unterstützen die Einführung eines Sozialtickets.": ["Einführung eines Sozialtickets unterstützen"],
    "Wir befürworten den Bau einer zweiten Rheinbrücke.": ["Bau einer zweiten Rheinbrücke befürworten"],
    "Wir kämpfen gegen die Schließung der Geburtsstation.": ["Gegen die Schließung der Geburtsstation kämpfen"],
    "Wir treten für ein Böllerverbot in der Altstadt ein.": ["Für ein Böllerverbot in der Altstadt eintreten"],
    "Wir werden uns beim Land dafür einsetzen, dass die Bahnstrecke reaktiviert wird.": [
        "Sich beim Land dafür einsetzen, dass die Bahnstrecke reaktiviert wird"
    ],
    "Wir wollen, dass Busse auch sonntags fahren.": ["Erreichen, dass Busse auch sonntags fahren"],
    "Wir werden sicherstellen, dass kein Kind ohne Mittagessen bleibt.": [
        "Sicherstellen, dass kein Kind ohne Mittagessen bleibt"
    ],
    "Wir planen ein Haus der Jugend am Markt.": ["Haus der Jugend am Markt planen"],
    "Langfristig streben wir kostenlose Kitas an.": ["Langfristig kostenlose Kitas anstreben"],
    "Wir wollen mehr Bäume in der Innenstadt.": ["Mehr Bäume in der Innenstadt anstreben"],
    "Wir wollen Bänke, Brunnen und Trinkwasserspender aufstellen.": [
        "Bänke aufstellen",
        "Brunnen aufstellen",
        "Trinkwasserspender aufstellen",
    ],
    "Wir wollen die Eingangshalle umbauen, die Wartezeiten verkürzen und das Personal schulen.": [
        "Eingangshalle umbauen",
        "Wartezeiten verkürzen",
        "Personal schulen",
    ],
    "Wir werden mit dem Kreis und den Nachbarorten ein abgestimmtes Konzept für den ländlichen Radverkehr umsetzen.": [
        "Mit dem Kreis und den Nachbarorten ein abgestimmtes Konzept … umsetzen"
    ],
    "Der Ausbau der Ganztagsplätze ist mit mir zu machen.": ["Ausbau der Ganztagsplätze mittragen"],
    "Wir prüfen bis Ende 2027, ob die Fähre wieder fahren kann.": [
        "Bis Ende 2027 prüfen, ob die Fähre wieder fahren kann"
    ],
    "Mit uns wird es eine zweite Grundschule in Nordheim geben.": ["Zweite Grundschule in Nordheim schaffen"],
    "Parkgebühren am Friedhof wird es mit mir nicht geben.": ["Parkgebühren am Friedhof nicht zulassen"],
    "Der Wochenmarkt bleibt mit uns in der Altstadt.": ["Dafür sorgen, dass der Wochenmarkt in der Altstadt bleibt"],
    "Mit der SPD wird das Stadthaus barrierefrei umgebaut.": ["Stadthaus barrierefrei umbauen"],
    "Nach unserem Willen soll der Schulhof entsiegelt werden.": ["Schulhof entsiegeln"],
    "Jeder Verein bekommt von uns einen festen Ansprechpartner.": [
        "Dafür sorgen, dass jeder Verein einen festen Ansprechpartner bekommt"
    ],
    "Die kleine Turnhalle ist baufällig. Wir werden sie bis 2029 durch einen Neubau ersetzen.": [
        "Turnhalle bis 2029 durch einen Neubau ersetzen"
    ],
    "Das Jugendamt ist überlastet. Ihm werden wir zwei Stellen zusätzlich geben.": ["Ihm zwei Stellen geben"],
    "Der Stadtgarten ist beliebt. Wir wollen ihn nach Süden erweitern.": ["Stadtgarten nach Süden erweitern"],
    "Die Volkshochschule ist unverzichtbar. Ihre Finanzierung wollen wir dauerhaft absichern.": [
        "Finanzierung der Volkshochschule dauerhaft absichern"
    ],
    "Wir werden einen Fonds einrichten, aus dem Eltern Zuschüsse erhalten können.": ["Fonds einrichten"],
    "Wir wollen ein Haus bauen, in dem Jung und Alt zusammen wohnen sollen.": ["Haus bauen"],
    "Unser Ziel ist es, die Bahnhofsuhr wieder instand zu setzen.": ["Bahnhofsuhr wieder instand setzen"],
    "Wir setzen uns dafür ein, den Ortskern umzugestalten.": ["Ortskern umgestalten"],
    "Wir werden den Kindern im Ganztag ein warmes Essen anbieten.": ["Kindern im Ganztag ein warmes Essen anbieten"],
    "Wir richten im Rathaus eine Anlaufstelle für Pflegende ein.": [
        "Im Rathaus eine Anlaufstelle für Pflegende einrichten"
    ],
    "Wir versprechen, die Bücherei nicht zu schließen.": ["Bücherei nicht schließen"],
    "Die Hundesteuer wollen wir weder erhöhen noch senken.": ["Hundesteuer weder erhöhen noch senken"],
    "Wir fordern vom Kreis einen Nachtbus nach Ellern.": ["Vom Kreis einen Nachtbus nach Ellern fordern"],
    "Wir werden im Rat beantragen, dass alle Ampeln Töne für Blinde bekommen.": [
        "Im Rat beantragen, dass alle Ampeln Töne für Blinde bekommen"
    ],
    "Mit uns wird es geben: eine Bühne, ein zweites Kino und freie Karten.": [
        "Bühne schaffen",
        "Zweites Kino schaffen",
        "Freie Karten schaffen",
    ],
}


@pytest.mark.parametrize("text", TITLES)
def test_each_promise_of_a_text_gets_its_title(text: str) -> None:
    found = [s.commitment.title for s in programme(text).commitments if s.commitment is not None]
    assert found == TITLES[text]
