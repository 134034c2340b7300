"""Is everything in order? One finding per thing looked at, each with the mend."""

from tracker.services.doctor.examine import examine
from tracker.services.doctor.finding import Finding, Health

__all__ = ["Finding", "Health", "examine"]
