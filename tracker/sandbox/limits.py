"""How much one parser may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child process may use before it ends as unreadable.

    The kernel enforces processor time and memory (address space; a program started by the child has the same again),
    the parent the time on the clock and the size of the answer. A questionnaire needs a tenth of each.
    """

    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    memory: int = 512_000_000
    output: int = 32_000_000
