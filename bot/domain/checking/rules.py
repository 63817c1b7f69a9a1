"""Every rule of the check, in the order in which its findings are told to the model."""

from collections.abc import Callable, Iterator

from bot.domain.checking import (
    rules_direction,
    rules_korean,
    rules_names,
    rules_numbers,
    rules_quotes,
    rules_shape,
)
from bot.domain.checking.draft import Draft, read_draft
from bot.domain.checking.index import TextIndex
from bot.domain.summary import Finding, Summary

Rule = Callable[[Draft, TextIndex], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    rules_shape.missing_part,
    rules_shape.no_information,
    rules_shape.refusal,
    rules_shape.placeholder,
    rules_shape.echo,
    rules_numbers.number_not_in_text,
    rules_numbers.vague_number_not_in_text,
    rules_numbers.range_not_in_text,
    rules_numbers.miscount,
    rules_numbers.number_not_in_quote,
    rules_quotes.quote_not_in_text,
    rules_quotes.quote_too_short,
    rules_quotes.quote_about_others,
    rules_quotes.part_without_quote,
    rules_quotes.limitations_disagree,
    rules_direction.direction_reversed,
    rules_direction.change_reversed,
    rules_direction.claim_denied,
    rules_names.name_not_in_text,
    rules_names.name_spelling,
    rules_names.glued_latin,
    rules_names.transliteration,
    rules_names.overclaim,
    rules_names.gloss_repeated,
    rules_korean.sentence_ending,
    rules_korean.little_hangul,
    rules_korean.foreign_script,
    rules_korean.broken_characters,
    rules_korean.repetition,
    rules_korean.parts_alike,
    rules_korean.first_person,
    rules_korean.exclamation,
    rules_korean.emoji,
    rules_korean.sentence_count,
    rules_korean.too_long,
    rules_shape.label,
    rules_shape.markup,
    rules_shape.address,
    rules_shape.mention,
)


def findings(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """What the rules hold against a summary, each finding once, as soon as it is found."""
    draft = read_draft(summary, index)
    seen: set[Finding] = set()
    for rule in RULES:
        for finding in rule(draft, index):
            if finding not in seen:
                seen.add(finding)
                yield finding
