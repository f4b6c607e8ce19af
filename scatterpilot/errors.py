"""Refusals of the wiring itself."""

from __future__ import annotations


class BodyTooLarge(Exception):
    """More than the 256 KB a request may have."""

    code = "body_too_large"

    def __init__(self) -> None:
        super().__init__("A request can have at most 256 KB.")
