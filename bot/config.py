"""Settings from the environment or `.env`; every fault is reported at once."""

import logging
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.message import Channel, NotAChannel, Platform, parse_channel


class BadSettings(Exception):
    """What is wrong with the environment: one line a fault, none with a secret in it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _address(value: str, schemes: Sequence[str] = ("http", "https")) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
        # As the look-up of names does it: it raises for an empty or too long part, as in `http://a..b`.
        (parts.hostname or "").encode("idna").decode("idna")
    except ValueError:
        raise ValueError("is not an address") from None
    if parts.scheme not in schemes or not parts.hostname:
        starts = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ValueError(f"must start with {starts} and name a host")
    return value.rstrip("/")


def _gateway(value: str) -> str:
    """Discord's other address, at which it is listened to."""
    return _address(value, ("ws", "wss", "http", "https")) if value else ""


def _folded(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _loud(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _words(value: object) -> object:
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


def _names(value: object) -> object:
    return _words(_folded(value))


def _database(value: str) -> str:
    if not value.startswith("sqlite:///") or not value.removeprefix("sqlite:///"):
        raise ValueError("must be sqlite:///FILE, or sqlite:////ABSOLUTE/FILE")
    return value


def _channel(value: str) -> str:
    try:
        return str(parse_channel(value)) if value else ""
    except NotAChannel as error:
        raise ValueError(str(error)) from None


def _contact(value: str) -> str:
    if len(value) > 200 or not value.isascii() or not value.isprintable():
        raise ValueError("must be an address of mail or of a page, in plain letters")
    return value


def _with_api_root(value: str) -> str:
    return _address(value) + "/"


Address = Annotated[str, AfterValidator(_address)]
Optional = Annotated[str, AfterValidator(lambda value: _address(value) if value else "")]
Words = Annotated[list[str], NoDecode, BeforeValidator(_words)]
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
NO_SECRET = SecretStr("")
ENV_FILE = ".env"


class Settings(BaseSettings):
    """Names are those of the environment, in lower case. `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        # As some editors begin a file with a mark, which would become part of the first name.
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    chats: Annotated[list[str], NoDecode, BeforeValidator(_names)] = Field(default_factory=list)
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///nonmun.db"
    console_transcript: str = "nonmun-console.jsonl"

    model: Annotated[Literal["", "openai", "offline"], BeforeValidator(_folded)] = ""
    openai_api_key: SecretStr = NO_SECRET
    openai_base_url: Optional = ""
    openai_model: str = "gpt-5-mini"
    model_concurrency: Annotated[int, Field(ge=1, le=256)] = 8
    question_context: Annotated[int, Field(ge=500, le=2_000_000)] = 24_000

    slack_bot_token: SecretStr = NO_SECRET
    slack_app_token: SecretStr = NO_SECRET
    slack_api_url: Annotated[str, AfterValidator(_with_api_root)] = "https://slack.com/api/"
    slack_admins: Words = Field(default_factory=list)
    discord_token: SecretStr = NO_SECRET
    discord_api_url: Address = "https://discord.com/api/v10"
    discord_gateway_url: Annotated[str, AfterValidator(_gateway)] = ""

    huggingface_url: Address = "https://huggingface.co"
    arxiv_url: Address = "https://arxiv.org"
    arxiv_api_url: Address = "https://export.arxiv.org"
    arxiv_delay: Seconds = 15
    arxiv_api_delay: Seconds = 3

    contact: Annotated[str, AfterValidator(_contact)] = ""

    send_timeout: Annotated[float, Field(gt=0, le=600)] = 30
    unknown_delay: Seconds = 60
    lease: Annotated[float, Field(gt=0, le=86_400)] = 120
    admin_channel: Annotated[str, AfterValidator(_channel)] = ""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_loud)] = "INFO"
    log_format: Annotated[Literal["human", "json"], BeforeValidator(_folded)] = "human"

    @model_validator(mode="after")
    def _together(self) -> Self:
        faults = [*self._unknown_chats(), *self._missing_tokens(), *self._missing_model()]
        if self.lease <= self.send_timeout:
            faults.append("LEASE must be longer than SEND_TIMEOUT")
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _unknown_chats(self) -> list[str]:
        return [
            f"CHATS: unknown platform {name!r}: expected {', '.join(Platform)}"
            for name in self.chats
            if name not in set(Platform)
        ]

    def _missing_tokens(self) -> list[str]:
        needed = {
            Platform.SLACK: ("slack_bot_token", "slack_app_token"),
            Platform.DISCORD: ("discord_token",),
        }
        return [
            f"{token.upper()} is missing: CHATS names {platform}"
            for platform, tokens in needed.items()
            for token in tokens
            if platform in self.platforms and not getattr(self, token).get_secret_value()
        ]

    def _missing_model(self) -> list[str]:
        alone = self.platforms == (Platform.CONSOLE,)
        if self.model == "offline" or self.has_model or (alone and self.model == ""):
            return []
        if self.model == "openai":
            return ["OPENAI_API_KEY or OPENAI_BASE_URL is missing: MODEL is openai"]
        return ["OPENAI_API_KEY or OPENAI_BASE_URL is missing; to run without a model write MODEL=offline"]

    @property
    def has_model(self) -> bool:
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)

    @property
    def offline(self) -> bool:
        return self.model == "offline" or not self.has_model

    @property
    def platforms(self) -> tuple[str, ...]:
        """The chats to serve: those named, else the console and each platform whose tokens are set."""
        if self.chats:
            return tuple(dict.fromkeys(self.chats))
        slack = self.slack_bot_token.get_secret_value() or self.slack_app_token.get_secret_value()
        discord = self.discord_token.get_secret_value()
        return (
            Platform.CONSOLE,
            *((Platform.SLACK,) if slack else ()),
            *((Platform.DISCORD,) if discord else ()),
        )

    @property
    def database_path(self) -> str:
        return self.database_url.removeprefix("sqlite:///")

    @property
    def admin(self) -> Channel | None:
        return parse_channel(self.admin_channel) if self.admin_channel else None


def load(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Reads the environment and `.env`; `overrides` win. Raises BadSettings with every fault."""
    given = dict(overrides or {})
    # Of a line that it cannot read it would say so itself, in other words.
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    try:
        slips = _slips(Path(ENV_FILE))
        settings = Settings(**given)
    except ValidationError as error:
        raise BadSettings([*_faults(error), *_faults_of_the_rest(given, error), *slips]) from None
    except UnicodeDecodeError:
        raise BadSettings([f"{ENV_FILE}: is not a text file in UTF-8"]) from None
    except OSError as error:
        raise BadSettings([f"{ENV_FILE}: {error.strerror}"]) from None
    if slips:
        raise BadSettings(slips)
    return settings


def _slips(path: Path) -> list[str]:
    """Lines of the file that say nothing: a slip there would switch a setting off without a word.

    Raises BadSettings for what is no text at all.
    """
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8-sig")
    if "\0" in text:
        raise BadSettings([f"{path}: is not a text file"])
    return [
        f"{path}: line {line.original.line} is not NAME=VALUE"
        for line in parse_stream(StringIO(text))
        if line.error or (line.key is not None and line.value is None)
    ]


def _faults(error: ValidationError) -> list[str]:
    faults: list[str] = []
    for fault in error.errors(include_input=False, include_url=False):
        name = ".".join(str(part) for part in fault["loc"]).upper()
        text = fault["msg"].removeprefix("Value error, ")
        faults.extend(text.split("\n") if not name else [f"{name}: {text}"])
    return faults


def _faults_of_the_rest(given: dict[str, Any], error: ValidationError) -> list[str]:
    """What is wrong between settings, which pydantic looks at only when each of them is right alone."""
    wrong = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
    if not wrong:
        return []
    fields = Settings.model_fields
    try:
        Settings(**given | {name: fields[name].get_default(call_default_factory=True) for name in wrong})
    except ValidationError as rest:
        return _faults(rest)
    return []
