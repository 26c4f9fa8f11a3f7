"""Where files that people attach are kept: a private folder, or a store that speaks S3."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

ATTACHMENTS = "attachments"
ARCHIVES = "archives"


def store_from(environ: Mapping[str, str], folder: Path, part: str = ATTACHMENTS) -> dict[str, Any]:
    """An entry of STORAGES, as the environment says; each part is swept of what no row knows
    (manage.py tidy_files, archive.tidying).
    """
    if bucket := environ.get("OMSTALLNING_S3_BUCKET"):
        return _s3(environ, bucket, part)
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": folder / part,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _s3(environ: Mapping[str, str], bucket: str, part: str) -> dict[str, Any]:
    """A bucket, private; the keys come from the environment or from the machine's own identity."""
    # Comes with the extra "s3", which only those who use it install.
    from botocore.config import Config

    endpoint = environ.get("OMSTALLNING_S3_ENDPOINT")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": environ.get("OMSTALLNING_S3_REGION"),
            "access_key": environ.get("OMSTALLNING_S3_KEY"),
            "secret_key": environ.get("OMSTALLNING_S3_SECRET"),
            "location": part,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "max_memory_size": 1024 * 1024,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "auto"},
                # Older servers know no other checksum than the signature's.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=10,
                read_timeout=60,
                retries={"max_attempts": 3, "mode": "standard"},
            ),
        },
    }
