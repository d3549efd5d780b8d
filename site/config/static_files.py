"""Static files with a fingerprint in their names, gzipped (brotli takes a minute at first)."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **kwargs: object) -> Compressor:
        return super().create_compressor(**{**kwargs, "use_brotli": False})
