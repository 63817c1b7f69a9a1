"""Options and arguments that several commands take, and the help's last page."""

from typing import Annotated

import typer

# A line that holds only \b keeps the line breaks of its paragraph.
BEGIN = """
\b
Begin with:
  python -m bot demo                                    a look, without key or network
  python -m bot publish --dry-run                       today's edition, only shown
  python -m bot subscribe slack:C0123ABCD --at 08:15    one channel's daily edition
  python -m bot run                                     the bot, for all such channels

\b
Settings are environment variables or lines of the file .env here;
.env.example says what each is for. python -m bot COMMAND --help says more.

\b
Exit codes:
  0  done, or nothing to do
  2  wrong use or settings: stderr says what, line by line
  3  done, but something is shown without a summary, held, unknown or failed
  4  the list, or every chat, could not be reached
  1  a bug
"""

Day = Annotated[
    str | None,
    typer.Option(
        "--day", metavar="YYYY-MM-DD", help="The day of the list, not of posting.", show_default=False
    ),
]
ChannelArgument = Annotated[
    str,
    typer.Argument(metavar="P:C", help="Platform and channel: slack:C0123ABCD, discord:1180..."),
]
PaperArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An arXiv id such as 2512.05150, or a link to the paper.")
]
Words = list[str] | None
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
