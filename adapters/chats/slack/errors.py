"""What Slack's answers mean for a caller: one table, no I/O.

The words are those of https://docs.slack.dev/reference/methods/chat.postMessage and its siblings.
"""

from bot.errors import Failure, NotFound, OutcomeUnknown, Rejected, Unavailable

MENDED_LATER = 300.0
"""Seconds until the next try when an operator has to mend something first: a token, a scope, an address."""

GONE = frozenset({"message_not_found"})

LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

REFUSED = frozenset(
    {
        # The place.
        "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "messages_tab_disabled",
        "restricted_action", "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel", "restricted_action_thread_locked",
        "restricted_action_thread_only_channel", "cannot_reply_to_message", "thread_not_found",
        "user_not_in_channel", "user_not_found", "cannot_dm_bot",
        # The message.
        "attachment_payload_limit_exceeded", "block_mismatch", "invalid_attachments", "invalid_blocks",
        "invalid_blocks_format", "markdown_text_conflict", "msg_blocks_too_long", "msg_too_long", "no_text",
        "too_many_attachments", "too_many_contact_cards", "metadata_too_large",
        "metadata_must_be_sent_from_app", "invalid_metadata_format", "invalid_metadata_schema",
        # The change.
        "cant_update_message", "edit_window_closed", "streaming_state_conflict",
        # The call itself.
        "as_user_not_supported", "invalid_arg_name", "invalid_arguments", "invalid_array_arg",
        "invalid_charset", "invalid_form_data", "invalid_json", "invalid_post_type", "json_not_object",
        "missing_post_type",
        # A response_url.
        "expired_url", "used_url", "invalid_url", "cancelled",
    }
)  # fmt: skip

MENDABLE = frozenset(
    {
        "access_denied", "accesslimited", "account_inactive", "deprecated_endpoint", "ekm_access_denied",
        "enterprise_is_restricted", "external_channel_migrating", "invalid_auth", "method_deprecated",
        "missing_scope", "no_permission", "not_allowed_token_type", "not_authed", "org_login_required",
        "team_access_not_granted", "team_added_to_org", "team_not_found", "token_expired", "token_revoked",
        "two_factor_setup_required", "unknown_method",
    }
)  # fmt: skip


class CallFailed(Exception):
    """One call to Slack that did not end in `ok`.

    `code`: Slack's word, or ours for what happened below it. `certain`: it took no effect.
    """

    def __init__(self, code: str, *, certain: bool, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.certain = certain
        self.retry_after = retry_after


def refusal(code: str, retry_after: float | None) -> CallFailed:
    """An answer `ok: false`. Unless its word is known to mean a refusal, it may have taken effect.

    `fatal_error` and `internal_error` say so themselves; a word that we do not know is treated like them,
    because looking first is never wrong and a second message is.
    """
    return CallFailed(code, certain=code in GONE | LIMITED | REFUSED | MENDABLE, retry_after=retry_after)


def bare_status(status: int, retry_after: float | None) -> CallFailed:
    """An answer without a word of Slack's: from something in between, or from Slack in trouble."""
    if status == 429:
        return CallFailed("ratelimited", certain=True, retry_after=retry_after)
    if 400 <= status < 500 and status != 408:
        return CallFailed(f"HTTP {status}", certain=True, retry_after=MENDED_LATER)
    return CallFailed(f"HTTP {status}", certain=False)


def sending(error: CallFailed) -> Failure:
    """For a call that changes something."""
    if not error.certain:
        return OutcomeUnknown(f"slack: {error.code}")
    if error.code in GONE:
        return NotFound(f"slack: {error.code}")
    return Rejected(f"slack: {error.code}") if error.code in REFUSED else _later(error)


def reading(error: CallFailed) -> Failure:
    """For a call that only reads: it can always be made again, unless we may not."""
    if error.code in REFUSED or error.code == "missing_scope":
        return Rejected(f"slack: {error.code}")
    return _later(error)


def _later(error: CallFailed) -> Unavailable:
    wait = MENDED_LATER if error.code in MENDABLE else error.retry_after
    return Unavailable(f"slack: {error.code}", wait)
