"""python -m bot: the command line. Each command's work stands in `bot/commands`."""

from typing import Annotated
from zoneinfo import available_timezones

import typer

from bot.commands import shared
from bot.domain import subscribing
from bot.domain.edition import Subscription

app = typer.Typer(
    name="python -m bot",
    help="Posts the day's AI papers, summarised in Korean and checked against the paper, to your chat.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Day = Annotated[
    str, typer.Option("--day", metavar="YYYY-MM-DD", help="The day of the list, for example 2025-12-08.")
]
ChannelArgument = Annotated[
    str,
    typer.Argument(metavar="P:C", help="Platform and channel, for example slack:C0123ABCD or console:main."),
]
PaperArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An arXiv id or a link to the paper, for example 2512.05150.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@app.command()
def demo() -> None:
    """Shows an edition on this screen: no key, no network.

    With OPENAI_API_KEY or OPENAI_BASE_URL set it asks that model instead of showing the recorded example.
    """
    from bot.commands.demo import demo as command

    shared.run(command)


@app.command()
def run() -> None:
    """Serves the subscribed channels until Ctrl-C or SIGTERM."""
    from bot.commands.run import run as command

    settings = shared.settings()
    shared.run(lambda: command(settings))


@app.command()
def publish(
    day: Day = "",
    channel: Annotated[
        list[str] | None, typer.Option("--channel", metavar="P:C", help="Only these channels; repeatable.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Prepare and print; send and remember nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Prepares today's edition, sends what is owed, and exits.

    Example: python -m bot publish --day 2025-12-08 --channel console:main
    """
    from bot.commands.publish import publish as command

    wanted = shared.day_of(day) if day else None
    channels = [shared.channel_of(name) for name in channel or ()]
    settings = shared.settings(log_level="WARNING")
    shared.run(lambda: command(settings, wanted, channels, dry_run=dry_run, as_json=json))


@app.command()
def paper(
    id: PaperArgument,
    verbose: Annotated[bool, typer.Option("--verbose", help="Also say what the check found.")] = False,
    json: Json = False,
) -> None:
    """Reads and summarises one paper and prints it; sends nothing."""
    from bot.commands.paper import paper as command

    wanted = shared.paper_of(id)
    settings = shared.settings()
    shared.run(lambda: command(settings, wanted, verbose=verbose, as_json=json))


@app.command()
def subscribe(
    channel: ChannelArgument,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="Local time.")] = "08:15",
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="For example Asia/Seoul.")] = "Asia/Seoul",
    weekdays: Annotated[str, typer.Option(help="For example mon-fri or mon,wed,fri.")] = "mon-fri",
    limit: Annotated[int, typer.Option(help="Papers a day; the rest are listed in the thread.")] = 6,
    min_upvotes: Annotated[int, typer.Option(help="Leave out papers with fewer.")] = 0,
    interest: Annotated[list[str] | None, typer.Option(help="Such papers come first; repeatable.")] = None,
    include: Annotated[
        list[str] | None, typer.Option(help="Only papers with such a word; repeatable.")
    ] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="No paper with such a word; repeatable.")] = None,
    layout: Annotated[str, typer.Option(help="card, or full: all five parts in the channel.")] = "card",
) -> None:
    """Subscribes a channel to the daily edition, or changes its subscription.

    Example: python -m bot subscribe slack:C0123ABCD --at 09:00 --limit 5 --interest diffusion
    """
    from bot.commands.subscriptions import subscribe as command

    place = shared.channel_of(channel)
    try:
        subscription = Subscription(
            place,
            at=subscribing.time_of_day(at),
            timezone=subscribing.zone_named(timezone, available_timezones()),
            weekdays=subscribing.days_named(weekdays),
            limit=subscribing.number("limit", limit),
            min_upvotes=subscribing.number("upvotes", min_upvotes),
            interest=subscribing.words("interest", interest or ()),
            include=subscribing.words("include", include or ()),
            exclude=subscribing.words("exclude", exclude or ()),
            layout=subscribing.layout_named(layout),
        )
    except subscribing.BadSubscription as error:
        raise typer.BadParameter(str(error)) from None
    settings = shared.settings()
    shared.run(lambda: command(settings, subscription))


@app.command()
def unsubscribe(channel: ChannelArgument) -> None:
    """Ends a channel's subscription; what it was sent is remembered."""
    from bot.commands.subscriptions import unsubscribe as command

    place = shared.channel_of(channel)
    settings = shared.settings()
    shared.run(lambda: command(settings, place))


@app.command()
def subscriptions(json: Json = False) -> None:
    """Lists the subscriptions."""
    from bot.commands.subscriptions import subscriptions as command

    settings = shared.settings()
    shared.run(lambda: command(settings, as_json=json))


@app.command()
def log(day: Day = "", json: Json = False) -> None:
    """Says what was posted, where, and what is missing."""
    from bot.commands.log import log as command

    wanted = shared.day_of(day) if day else None
    settings = shared.settings()
    shared.run(lambda: command(settings, wanted, as_json=json))


@app.command()
def export(
    day: Annotated[str, typer.Option("--day", metavar="YYYY-MM-DD", help="The day of the list.")],
    channel: Annotated[str, typer.Option("--channel", metavar="P:C", help="Whose edition.")] = "console:main",
    output: Annotated[str, typer.Option("--output", metavar="DIR", help="Where the file goes.")] = "_posts",
) -> None:
    """Writes an edition as a Markdown file for a blog.

    Example: python -m bot export --day 2025-12-08 --output _posts
    """
    from bot.commands.export import export as command

    wanted, place = shared.day_of(day), shared.channel_of(channel)
    settings = shared.settings()
    shared.run(lambda: command(settings, wanted, place, output))


if __name__ == "__main__":
    app()
