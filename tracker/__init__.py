"""Wortgehalten keeps political promises alive after election day."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("wortgehalten")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.0.0"

CODEBOOK_VERSION = "1.1"
"""Version of the labelling rules that the extraction follows; stored with every statement."""
