"""Where one mail to one recipient stands."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """todo → sending → sent, failed or uncertain (nobody knows whether it arrived; a person decides)."""

    TODO = "todo"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
