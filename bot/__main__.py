"""python -m bot: the command line. Each command's work stands in `bot/commands`."""

import logging
import sys
from typing import Annotated

import typer

from bot import VERSION
from bot.commands import shared, streams
from bot.commands.options import BEGIN, ChannelArgument, Day, Json, PaperArgument, Words

NAME = "python -m bot"
bug = logging.getLogger("bot")
app = typer.Typer(
    name=NAME,
    help="The day's AI papers, summarised in Korean and checked against the paper, in your team's chat.",
    epilog=BEGIN,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nonmun {VERSION}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What stands before the command."""


@app.command()
def demo() -> None:
    """Shows an edition on this screen: no key, no network.

    Then takes /paper ID. With OPENAI_API_KEY or OPENAI_BASE_URL set it asks that model instead of showing the
    recorded example. What it remembers stands in the folder .demo.
    """
    from bot.commands.demo import demo as command

    settings = shared.settings(chats=["console"])
    shared.run(settings, lambda: command(settings))


@app.command()
def run() -> None:
    """Serves the subscribed channels until Ctrl-C or SIGTERM.

    Posts each channel's edition at its time and answers /paper. Stopped or killed, it goes on where it was
    when started again. Only one at a time may use a database.

    \b
    Example:
      LOG_FORMAT=json python -m bot run
    """
    from bot.commands.run import run as command

    settings = shared.settings()
    shared.run(settings, lambda: command(settings), quiet=False)


@app.command()
def publish(
    day: Day = None,
    channel: Annotated[
        Words, typer.Option("--channel", metavar="P:C", help="Only this channel; may be repeated.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Prepare and print; post and remember nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Prepares the edition, sends what is owed, and exits.

    For all subscribed channels, or console:main if there are none. Run again, it sends only what is still
    missing: nothing is ever posted twice.

    \b
    Examples:
      python -m bot publish
      python -m bot publish --day 2025-12-08 --channel console:main
      python -m bot publish --channel slack:C0123ABCD --dry-run
    """
    from bot.commands.publish import publish as command

    wanted = None if day is None else shared.day_of(day)
    channels = [shared.channel_of(name) for name in channel or ()]
    settings = shared.settings()
    shared.check_served(settings, *channels)
    shared.run(settings, lambda: command(settings, wanted, channels, dry_run=dry_run, as_json=json))


@app.command()
def paper(
    id: PaperArgument,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", help="Also say what was read by which model, and what each claim rests on."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Summarises one paper and prints it; posts nothing.

    \b
    Examples:
      python -m bot paper 2512.05150
      python -m bot paper https://arxiv.org/abs/2512.05150 --json
    """
    from bot.commands.paper import paper as command

    wanted = shared.paper_of(id)
    settings = shared.settings()
    shared.run(settings, lambda: command(settings, wanted, verbose=verbose, as_json=json))


@app.command()
def ask(
    id: PaperArgument,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In Korean or English.")],
    json: Json = False,
) -> None:
    """Answers a question from one paper's own text; posts nothing.

    \b
    Example:
      python -m bot ask 2512.05150 "이 방법의 한계는?"
    """
    from bot.commands.ask import ask as command

    wanted = shared.paper_of(id)
    settings = shared.settings()
    shared.run(settings, lambda: command(settings, wanted, question, as_json=json))


@app.command()
def subscribe(
    channel: ChannelArgument,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="When, by the clocks there.")] = "08:15",
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="An IANA time zone.")] = "Asia/Seoul",
    weekdays: Annotated[str, typer.Option(metavar="DAYS", help="mon-fri or mon,wed,fri.")] = "mon-fri",
    limit: Annotated[
        int, typer.Option(metavar="N", help="Papers that get a card; the rest are listed in the thread.")
    ] = 6,
    min_upvotes: Annotated[int, typer.Option(metavar="N", help="Leave out papers with fewer.")] = 0,
    interest: Annotated[
        Words, typer.Option(metavar="WORD", help="Papers with it come first; may be repeated.")
    ] = None,
    include: Annotated[
        Words, typer.Option(metavar="WORD", help="Only papers with such a word; may be repeated.")
    ] = None,
    exclude: Annotated[
        Words, typer.Option(metavar="WORD", help="No paper with such a word; may be repeated.")
    ] = None,
    layout: Annotated[
        str, typer.Option(metavar="card|full", help="full: all five parts in the channel.")
    ] = "card",
) -> None:
    """Subscribes a channel to the daily edition.

    Subscribing it again replaces its wishes. Words are looked for in title and abstract.

    \b
    Examples:
      python -m bot subscribe slack:C0123ABCD
      python -m bot subscribe slack:C0123ABCD --at 09:00 --limit 5
      python -m bot subscribe discord:1180000000000000000 --interest diffusion
    """
    from bot.commands.subscriptions import Wishes
    from bot.commands.subscriptions import subscribe as command

    place = shared.channel_of(channel)
    first, only, never = (tuple(words or ()) for words in (interest, include, exclude))
    wishes = Wishes(at, timezone, weekdays, limit, min_upvotes, first, only, never, layout)
    subscription = wishes.subscription(place)
    settings = shared.settings()
    shared.check_served(settings, place)
    shared.run(settings, lambda: command(settings, subscription))


@app.command()
def unsubscribe(channel: ChannelArgument) -> None:
    """Ends a channel's subscription.

    What it was sent is remembered: a paper that it had is not posted there again.

    \b
    Example:
      python -m bot unsubscribe slack:C0123ABCD
    """
    from bot.commands.subscriptions import unsubscribe as command

    place = shared.channel_of(channel)
    settings = shared.settings()
    shared.run(settings, lambda: command(settings, place))


@app.command()
def subscriptions(json: Json = False) -> None:
    """Lists the subscribed channels and their wishes."""
    from bot.commands.subscriptions import subscriptions as command

    settings = shared.settings()
    shared.run(settings, lambda: command(settings, as_json=json))


@app.command()
def log(day: Day = None, json: Json = False) -> None:
    """Says what was posted where, what is missing, and why.

    \b
    Examples:
      python -m bot log
      python -m bot log --day 2025-12-08 --json
    """
    from bot.commands.log import log as command

    wanted = None if day is None else shared.day_of(day)
    settings = shared.settings()
    shared.run(settings, lambda: command(settings, wanted, as_json=json))


@app.command()
def export(
    day: Annotated[str, typer.Option("--day", metavar="YYYY-MM-DD", help="The day of the list.")],
    channel: Annotated[str, typer.Option("--channel", metavar="P:C", help="Whose edition.")] = "console:main",
    output: Annotated[str, typer.Option("--output", metavar="DIR", help="Where the file goes.")] = "_posts",
) -> None:
    """Writes an edition as a Markdown file for a blog.

    Papers without a summary are left out. The file is named after the day and replaced if it is there.

    \b
    Example:
      python -m bot export --day 2025-12-08 --channel slack:C0123ABCD --output _posts
    """
    from bot.commands.export import export as command

    wanted, place = shared.day_of(day), shared.channel_of(channel)
    settings = shared.settings()
    shared.run(settings, lambda: command(settings, wanted, place, output))


@app.command()
def doctor(json: Json = False) -> None:
    """Looks at everything that the bot needs, and says what is wrong and how to mend it.

    Tokens, scopes, intents, the subscribed channels, the model, the source, the archive and the store.
    Nothing is sent; the model is asked for one short completion. Exit code 4 when something is wrong.
    """
    from bot.commands.doctor import doctor as command

    settings = shared.settings(log_level="ERROR")
    shared.run(settings, lambda: command(settings, as_json=json))


def main() -> int:
    """Gives the exit code. What is wrong with a call is one line on stderr; a bug, a traceback in the log."""
    streams.prepare()
    try:
        return int(app(prog_name=NAME, standalone_mode=False) or 0)
    except typer.TyperException as error:
        shared.explain(error)
        return error.exit_code
    except KeyboardInterrupt:
        shared.complain("stopped")
        return shared.INTERRUPTED
    except Exception:  # noqa: BLE001 - it is logged, whole
        bug.critical("nonmun ended in a bug", exc_info=True)
        return shared.BUG
    finally:
        streams.finish()


if __name__ == "__main__":
    sys.exit(main())
