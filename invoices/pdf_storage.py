"""django-storages' S3 backend with time-outs that fit one request."""

from __future__ import annotations

from typing import Any

from boto3.s3.transfer import TransferConfig
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
            max_pool_connections=50,
            s3={"addressing_style": "path"},
        )
        # A PDF is one small PUT: the transfer's threads would cost more than they save.
        transfer = TransferConfig(use_threads=False)
        defaults = super().get_default_settings()
        return {**defaults, "client_config": config, "transfer_config": transfer}
