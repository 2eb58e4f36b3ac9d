"""How the checks read an example's messages: questions without passages, answers without quotations."""

import re
from typing import Any

Message = dict[str, Any]  # role, content

_QUOTED = re.compile(r"“[^”]*”|\[[^\]\n]*\]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def questions(messages: list[Message]) -> list[str]:
    """What the user asks in each turn; the passages before the first `Question:` line are left out."""
    asked = [message["content"] for message in messages if message["role"] == "user"]
    return [text.rsplit("\nQuestion: ", 1)[-1].removeprefix("Question: ").strip() for text in asked]


def answers(messages: list[Message]) -> list[str]:
    """What the assistant says in each turn."""
    return [message["content"] for message in messages if message["role"] == "assistant"]


def own_words(text: str) -> list[list[str]]:
    """The case-folded words before, between and after quotations (curly quotes) and citations (square brackets)."""
    return [run for part in _QUOTED.split(text) if (run := words(part))]


def words(text: str) -> list[str]:
    """The case-folded words of a text."""
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
