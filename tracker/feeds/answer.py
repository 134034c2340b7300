"""Reading an answer's body: unpacked by ourselves, so that the cap counts what really comes out."""

import zlib
from collections.abc import Iterable

CHUNK = 64 * 1024


class TooLargeError(Exception):
    """More bytes came out than allowed."""


class UnknownEncodingError(Exception):
    """The body is packed in a way that is not read: unknown, more than once, or not as declared."""


class CutOffError(Exception):
    """A packed body ends before its end."""


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The whole body of at most `limit` bytes; `encoding` is the Content-Encoding header.

    Stops reading as soon as the limit is passed, so a bomb costs no more memory than the limit.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return _plain(chunks, limit)
        case "gzip" | "x-gzip":
            return _inflated(chunks, limit, zlib.MAX_WBITS | 16)
        case "deflate":
            return _inflated(chunks, limit, zlib.MAX_WBITS)
        case _:
            raise UnknownEncodingError(encoding)


def _plain(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise TooLargeError
    return bytes(body)


def _inflated(chunks: Iterable[bytes], limit: int, window: int) -> bytes:
    body = bytearray()
    inflater = zlib.decompressobj(window)
    started = False
    try:
        for chunk in chunks:
            started = True
            rest = chunk
            while rest and not inflater.eof:
                body += inflater.decompress(rest, limit + 1 - len(body))
                if len(body) > limit:
                    raise TooLargeError
                rest = inflater.unconsumed_tail
    except zlib.error as error:
        raise UnknownEncodingError(str(error)) from error
    if started and not inflater.eof:
        raise CutOffError
    return bytes(body)
