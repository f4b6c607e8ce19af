"""What can fail around invoices though their rules allow it."""

from __future__ import annotations


class ArchiveUnavailable(Exception):
    """S3 does not answer. The invoice is safe; its PDF is made at the next request."""

    code = "archive_unavailable"
    retry_after_seconds = 5

    def __init__(self) -> None:
        super().__init__("The PDF can't be reached right now. The invoice is safe; try again in a few seconds.")
