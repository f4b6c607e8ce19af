"""Counting tokens as a bill would: about four characters each, prefixes behind cache points read back cheaply."""

from __future__ import annotations

import json
from typing import Any

Tree = dict[str, Any]

CHARACTERS_A_TOKEN = 4
SHORTEST_CACHED_PREFIX = 1024  # tokens, for Claude Sonnet


class TokenCounter:
    """Remembers the prefixes it has seen; an answer's `usage` is made from that."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def forget(self) -> None:
        """As after five minutes without a call: nothing is cached any more."""
        self._seen.clear()

    def usage(self, body: Tree, output: tuple[Tree, ...]) -> dict[str, int]:
        """The `usage` of a Converse answer. inputTokens excludes what the cache read or wrote."""
        prefixes, whole = _cacheable_prefixes(body)
        read = max((_tokens(prefix) for prefix in prefixes if prefix in self._seen), default=0)
        cached = max((_tokens(prefix) for prefix in prefixes), default=0)
        self._seen.update(prefixes)
        counted = {
            "inputTokens": _tokens(whole) - cached,
            "outputTokens": sum(_tokens(json.dumps(block)) for block in output),
            "cacheReadInputTokens": read,
            "cacheWriteInputTokens": cached - read,
        }
        return {**counted, "totalTokens": sum(counted.values())}


def _tokens(text: str) -> int:
    return -(-len(text) // CHARACTERS_A_TOKEN)


def _cacheable_prefixes(body: Tree) -> tuple[list[str], str]:
    """Every prefix that ends at a cache point and is long enough, and the text of the whole request."""
    blocks = [
        *(body.get("toolConfig") or {}).get("tools", []),
        *(body.get("system") or []),
        *(block for message in body["messages"] for block in message["content"]),
    ]
    text, prefixes = "", []
    for block in blocks:
        if "cachePoint" not in block:
            text += json.dumps(block, ensure_ascii=False)
        elif _tokens(text) >= SHORTEST_CACHED_PREFIX:
            prefixes.append(text)
    return prefixes, text
