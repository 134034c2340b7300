"""Wortgehalten keeps political promises alive after election day."""


def __getattr__(name: str) -> str:
    """`tracker.__version__`, looked up when somebody asks: reading package metadata would slow every start."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # the point

    try:
        return version("wortgehalten")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0.0.0"
