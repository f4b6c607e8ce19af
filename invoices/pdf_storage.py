"""django-storages' S3 backend with time-outs that fit one request."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage


class InvoiceStorage(S3Storage):
    """S3 with SigV4, path addressing and at most 3 tries of a few seconds each."""

    def get_default_settings(self) -> dict[str, Any]:
        """The backend's settings; STORAGES gives bucket and region."""
        config = Config(
            connect_timeout=1.5,
            read_timeout=4,
            retries={"total_max_attempts": 2, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
        )
        return {**super().get_default_settings(), "client_config": config}
