"""How much one parser may take."""

from dataclasses import dataclass, replace

MOST_PATIENCE = 8.0
"""The time on the clock is stretched at most so often, however busy the machine is."""


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

    def patient(self, waiting: float) -> "Limits":
        """The limits on a busy machine, where `waiting` processes share each core.

        Processor time says what a file costs and stays. The clock only ends what hangs: where others compute, too, a
        good file takes as many times longer, and must not be called unreadable for that.
        """
        return replace(self, wall_seconds=self.wall_seconds * min(MOST_PATIENCE, max(1.0, waiting)))
