"""What every word of our scales means, each with an example: the method's page shows them, every badge leads here.

The examples are invented. The words themselves stand in `tracker.labels`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from tracker.domain.assessment import Effort, EvidenceRank, KnowledgeState, Outcome, ReasonCode, Role
from tracker.domain.council import Stage
from tracker.domain.promise import Competence
from tracker.domain.questionnaire import Kind, Strength, Testability
from tracker.errors import key

Definition = tuple[Enum, str, str]
"""A member, what it means, and an example (empty where the meaning needs none)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The members of one enumeration, in its order."""

    name: str
    title: str
    purpose: str
    definitions: tuple[Definition, ...]


_ANCHORS: Mapping[type[Enum], str] = {
    Outcome: "ergebnis",
    Effort: "einsatz",
    Role: "rolle",
    KnowledgeState: "kenntnis",
    ReasonCode: "grund",
    EvidenceRank: "beleg",
    Stage: "stufe",
    Strength: "festigkeit",
    Kind: "art",
    Testability: "pruefbarkeit",
    Competence: "zustaendigkeit",
}


def anchor(member: Enum) -> str:
    """Where a word is defined on the method's page."""
    return f"{_ANCHORS[type(member)]}-{member.name.lower()}"


OUTCOMES = Scale(
    "ergebnis",
    key("Ergebnis: Ist es geschehen?"),
    key("Maßgeblich ist der ursprüngliche Wortlaut, nicht eine spätere Abschwächung. Die letzten vier sind endgültig."),
    (
        (
            Outcome.NOT_YET_RATED,
            key("Niemand hat bisher eine Bewertung veröffentlicht. Das ist kein Urteil, sondern ein offener Punkt."),
            "",
        ),
        (
            Outcome.IN_PROGRESS,
            key("Ein nachprüfbarer erster Schritt ist getan: ein Antrag, ein Auftrag an die Verwaltung, Geld im Plan."),
            key("„Wir bauen einen Radweg“: Der Rat hat die Planung in Auftrag gegeben."),
        ),
        (
            Outcome.STALLED,
            key("Es wurde begonnen und geht erkennbar nicht weiter. Der Grund steht dabei."),
            key("Die Planung wurde zweimal vertagt und steht auf keiner Tagesordnung mehr."),
        ),
        (
            Outcome.KEPT_SO_FAR,
            key("Nur für Zusagen, etwas zu erhalten oder zu verhindern: Bis heute wurde nichts anderes beschlossen."),
            key("„Wir erhalten das Freibad“: Es ist geöffnet, und kein Beschluss sieht die Schließung vor."),
        ),
        (
            Outcome.FULFILLED,
            key("Das Zugesagte ist in Umfang und Form da, belegt durch mehr als Presse oder eine Ankündigung."),
            key("Der Radweg ist gebaut und freigegeben; die Niederschrift hält es fest."),
        ),
        (
            Outcome.PARTLY_FULFILLED,
            key("Ein wirklicher Schritt ist getan, aber weniger als zugesagt."),
            key("Zugesagt waren hundert Straßenbäume, gepflanzt wurden vierzig."),
        ),
        (
            Outcome.NOT_FULFILLED,
            key(
                "Das Zugesagte ist nicht da und kommt nicht mehr rechtzeitig, oder das Gegenteil wurde beschlossen. "
                "Das ist eine Feststellung, kein Vorwurf: Über die Absicht sagt sie nichts."
            ),
            key("Der Antrag auf den Radweg wurde abgelehnt, und die Wahlperiode ist zu Ende."),
        ),
        (
            Outcome.NOT_TESTABLE,
            key("Am Wortlaut lässt sich nicht entscheiden, wann er erfüllt wäre. Warum, steht dabei."),
            key("„Wir machen unsere Stadt lebenswerter.“"),
        ),
    ),
)

EFFORTS = Scale(
    "einsatz",
    key("Einsatz: Was tat die Gruppe selbst?"),
    key(
        "Unabhängig vom Ergebnis: Wer in der Opposition einen Antrag stellt und überstimmt wird, hat sich eingesetzt, "
        "auch wenn nichts daraus wurde."
    ),
    (
        (Effort.NONE_KNOWN, key("Wir kennen keinen eigenen Schritt. Es kann einen geben, den wir nicht sehen."), ""),
        (
            Effort.PROPOSED,
            key("Die Gruppe hat selbst einen Antrag dazu eingebracht."),
            key("Die Fraktion beantragt, den Radweg in den Haushalt aufzunehmen."),
        ),
        (
            Effort.SUPPORTED,
            key("Die Gruppe hat einer fremden Vorlage dazu zugestimmt."),
            key("Die Fraktion stimmt der Vorlage der Verwaltung zu."),
        ),
        (Effort.ABSTAINED, key("Die Gruppe hat sich enthalten, als darüber abgestimmt wurde."), ""),
        (Effort.OPPOSED, key("Die Gruppe hat gegen das gestimmt, was sie zugesagt hatte."), ""),
    ),
)

ROLES = Scale(
    "rolle",
    key("Mehrheit und Opposition"),
    key("Wo die Gruppe saß, als es darum ging. Beide werden nirgends zusammengezählt."),
    (
        (Role.MAJORITY, key("Die Gruppe trug zu der Zeit die Mehrheit im Rat."), ""),
        (Role.OPPOSITION, key("Die Gruppe gehörte nicht zur Mehrheit."), ""),
        (Role.UNKNOWN, key("Es ist nicht vermerkt, oder im Rat gibt es keine feste Mehrheit."), ""),
    ),
)

KNOWLEDGE = Scale(
    "kenntnis",
    key("Kenntnisstand: Wie gut wissen wir es?"),
    key("„Nicht nachgesehen“, „nichts gefunden“ und „nichts geschehen“ sind dreierlei."),
    (
        (KnowledgeState.NEVER_CHECKED, key("Niemand hat nachgesehen. Wir wissen nichts."), ""),
        (
            KnowledgeState.NOTHING_FOUND,
            key("Jemand hat an einem Tag in genannten Quellen gesucht und nichts gefunden."),
            key("„Am 3. Oktober in den Niederschriften des Sozialausschusses gesucht, nichts gefunden.“"),
        ),
        (
            KnowledgeState.EVIDENCE,
            key("Mindestens ein Beleg: ein Ratsvorgang, den ein Mensch für passend befand, oder eine Fundstelle."),
            "",
        ),
    ),
)

REASONS = Scale(
    "grund",
    key("Gründe, wenn etwas stockt oder nicht umgesetzt ist"),
    key("Der Grund gehört zur Bewertung. „Unbekannt“ ist auch eine Antwort."),
    (
        (ReasonCode.NO_MAJORITY, key("Es wurde beantragt und fand keine Mehrheit."), ""),
        (ReasonCode.NOT_PURSUED, key("Es gibt keinen Schritt in diese Richtung."), ""),
        (ReasonCode.ACTED_AGAINST, key("Die Gruppe hat das Gegenteil beantragt oder beschlossen."), ""),
        (ReasonCode.NO_COMPETENCE, key("Die Kommune kann es nicht entscheiden."), ""),
        (ReasonCode.NO_MONEY, key("Im Haushalt fehlen die Mittel, und das ist belegt."), ""),
        (ReasonCode.OVERTAKEN, key("Die Lage hat sich so geändert, dass die Zusage ins Leere geht."), ""),
        (ReasonCode.UNKNOWN, key("Wir kennen den Grund nicht."), ""),
    ),
)

EVIDENCE = Scale(
    "beleg",
    key("Was ein Beleg wiegt"),
    key("Eine Ankündigung allein ändert kein Ergebnis. Für „umgesetzt“ braucht es mehr als Presse."),
    (
        (EvidenceRank.DECISION, key("Ein Beschluss des zuständigen Gremiums oder die Niederschrift darüber."), ""),
        (EvidenceRank.BUDGET, key("Geld dafür steht im beschlossenen Haushalt."), ""),
        (EvidenceRank.ADMINISTRATION, key("Die Verwaltung hat es schriftlich mitgeteilt."), ""),
        (EvidenceRank.PRESS, key("Eine Zeitung oder ein Sender berichtet darüber."), ""),
        (EvidenceRank.ANNOUNCEMENT, key("Jemand kündigt es an, beantragt oder empfiehlt es."), ""),
    ),
)

STAGES = Scale(
    "stufe",
    key("Beschluss und Empfehlung"),
    key("Ausschüsse bereiten vor, der Rat entscheidet; beides sieht in Protokollen gleich aus."),
    (
        (Stage.DECISIVE, key("Das Gremium hat entschieden."), ""),
        (Stage.ADVISORY, key("Ein Ausschuss rät dem Rat; es kann noch anders ausgehen."), ""),
        (Stage.UNKNOWN, key("Aus der Quelle geht nicht hervor, ob entschieden oder nur empfohlen wurde."), ""),
    ),
)

STRENGTHS = Scale(
    "festigkeit",
    key("Wie fest zugesagt"),
    key("Beurteilt wird der Wortlaut, unabhängig davon, ob sich die Zusage überprüfen lässt."),
    (
        (Strength.FIRM, key("Etwas wird geschehen."), key("„Wir werden den Radweg bauen.“")),
        (Strength.INTENT, key("Etwas ist gewollt."), key("„Wir wollen den Radweg bauen.“")),
        (Strength.ADVOCACY, key("Jemand will dafür eintreten."), key("„Wir setzen uns für den Radweg ein.“")),
        (Strength.SUPPORT, key("Jemand trägt ein Vorhaben mit."), key("„Wir unterstützen den Bau des Radwegs.“")),
    ),
)

KINDS = Scale(
    "art",
    key("Was zugesagt ist"),
    key("Tun, Ergebnis, Erhalt und Prüfung werden unterschieden, weil sie verschieden zu belegen sind."),
    (
        (Kind.ACTION, key("Etwas Bestimmtes zu tun."), key("„Wir stellen zwei Trinkbrunnen auf.“")),
        (Kind.OUTCOME, key("Einen Zustand zu erreichen."), key("„Wir senken die Wartezeit auf zwei Wochen.“")),
        (Kind.MAINTAIN, key("Etwas zu erhalten oder zu verhindern."), key("„Das Freibad bleibt geöffnet.“")),
        (Kind.PROCESS, key("Etwas zu prüfen oder zu beraten."), key("„Wir prüfen eine autofreie Innenstadt.“")),
    ),
)

TESTABILITIES = Scale(
    "pruefbarkeit",
    key("Überprüfbarkeit"),
    key("Könnte ein Fremder aus öffentlichen Unterlagen erkennen, ob es getan wurde?"),
    (
        (Testability.CLEAR, key("Ja, ohne Streit."), key("„Bis 2028 hundert Straßenbäume.“")),
        (Testability.PARTIAL, key("Zum Teil: Die Maßnahme ist genannt, ihr Maß bleibt offen."), ""),
        (Testability.VAGUE, key("Kaum: Der Wortlaut lässt offen, was getan wird."), ""),
    ),
)

COMPETENCES = Scale(
    "zustaendigkeit",
    key("Zuständigkeit"),
    key("Ob die Kommune überhaupt entscheiden kann, was zugesagt ist."),
    (
        (Competence.MUNICIPAL, key("Der Rat kann es entscheiden."), ""),
        (Competence.SHARED, key("Die Kommune entscheidet mit anderen."), ""),
        (Competence.OTHER_LEVEL, key("Land, Bund oder Europa entscheiden."), ""),
        (Competence.UNCLEAR, key("Noch nicht geklärt."), ""),
    ),
)

SCALES = (
    OUTCOMES,
    EFFORTS,
    ROLES,
    KNOWLEDGE,
    REASONS,
    EVIDENCE,
    STAGES,
    STRENGTHS,
    KINDS,
    TESTABILITIES,
    COMPETENCES,
)
