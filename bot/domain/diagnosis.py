"""What a look at one platform found: for the operator who sets the bot up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at, and whether it is as the bot needs it."""

    subject: str
    """What was looked at: a platform (`slack`) or a channel (`slack:C0123ABCD`)."""
    ok: bool
    fault: str = ""
    """The platform's own word for what is wrong; empty when all is well."""
    code: str = ""
    """What was asked, as a machine word: `token`, `scope:chat:write`, `membership`."""
