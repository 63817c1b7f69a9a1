"""What can go wrong at a port. An adapter raises nothing else; pure code decides what follows."""


class Failure(Exception):
    """Base of every error that a port may raise. `str(error)` is one line that is safe to log."""


class NotFound(Failure):
    """The thing does not exist: an unknown paper, a day without a list, a message that is gone."""


class Unavailable(Failure):
    """Could not be had now; nothing took effect. Another try later may work.

    `retry_after`: seconds the other side asked us to wait, or None when it did not say.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Rejected(Failure):
    """Refused for good; nothing took effect, and the same call would be refused again."""


class TooLong(Rejected):
    """The model's context is too small for the prompt; a shorter one may fit."""


class OutcomeUnknown(Failure):
    """A send that may or may not have taken effect: lost reply, reset, timeout, 5xx."""
