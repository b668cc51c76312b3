"""A client of Weather Inference, for Python 3.9 and later, with nothing but the standard library.

    from weather import WeatherClient, WeatherError

    weather = WeatherClient("http://127.0.0.1:8080")
    answer = weather.classify("rain.jpg")
    print(answer["verdict"], answer["confidence"])

Generated from the server's OpenAPI document: see docs/clients.md.
"""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypedDict, TypeVar, Union, overload
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from typing_extensions import NotRequired

FileSource = Union[str, "os.PathLike[str]", bytes, BinaryIO]
"""A file to send: its path, its bytes, or itself, opened for reading bytes."""

AnyFile = TypeVar("AnyFile", bound=FileSource)


# TYPES
class WeatherError(Exception):
    """What the server, or the way to it, had against a request: a problem of RFC 9457."""

    type: str
    """For programs: one of `ProblemType`, "about:blank" where the status says all, or "unreachable"."""
    title: str
    """The same for every problem of the type."""
    status: int
    """Of HTTP; 0 where no answer came."""
    detail: str
    """For people: what was found, the rule that it breaks and the way out."""
    instance: str | None
    """`urn:uuid:` and the request's id, which is also in the server's log."""
    limit: int | None
    """The limit that was passed, where there is one."""
    retry_after: int | None
    """After how many seconds to try again, where the server says so."""

    def __init__(
        self,
        type: str,
        title: str,
        status: int,
        detail: str,
        instance: str | None = None,
        limit: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(type, title, status, detail, instance, limit, retry_after)
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.limit = limit
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.title}: {self.detail} ({self.type}, {self.status})"


class WeatherClient:
    """Calls a server, with a method for each of its operations. May be shared by threads.

    Each method raises a `WeatherError` where the server refuses or cannot be reached.

    address: where the server is, with its base path if it has one
    key: is sent along, where the server asks for one
    timeout: how many seconds the server may be silent
    """

    def __init__(
        self, address: str = "http://127.0.0.1:8080", key: str | None = None, timeout: float = 60.0
    ) -> None:
        if not address.startswith(("http://", "https://")):
            raise ValueError(f'the address is "{address}", must start with http:// or https://')
        self._address = address.rstrip("/")
        self._key = key
        self._timeout = timeout

# OPERATIONS

    def _json(self, method: str, path: str, **request: Any) -> Any:
        try:
            return json.loads(self._bytes(method, path, **request))
        except ValueError as error:
            detail = f"{method} {self._address}{path} was answered with something else than JSON"
            raise WeatherError("about:blank", "No JSON", 200, detail) from error

    def _text(self, method: str, path: str) -> str:
        return self._bytes(method, path).decode()

    def _bytes(self, method: str, path: str, **request: Any) -> bytes:
        with self._send(method, path, **request) as response, self._reaching():
            return response.read()

    def _events(self, path: str, last: int | None) -> Iterator[Any]:
        """Asks again where a stream ends before there is nothing more to come, which is said by a 204."""
        while True:
            headers = {} if last is None else {"Last-Event-ID": str(last)}
            with self._send("GET", path, headers=headers) as response:
                if response.status == 204:
                    return
                while line := self._line(response):
                    if line.startswith(b"id:"):
                        last = int(line[3:])
                    elif line.startswith(b"data:"):
                        yield json.loads(line[5:])

    def _line(self, response: Any) -> bytes:
        with self._reaching():
            return response.readline()

    def _classified(self, files: Any, method: str, path: str, **request: Any) -> Any:
        """Tells of a list of one as of any other list: the server tells of one photo by itself."""
        several = isinstance(files, (list, tuple))
        try:
            answer = self._json(method, path, files={"photo": files}, **request)
        except WeatherError as error:
            if not several or len(files) != 1 or not _is_about_the_photo(error):
                raise
            told = {"type": error.type, "title": error.title, "status": error.status, "detail": error.detail}
            if error.limit is not None:
                told["limit"] = error.limit
            name = _name(files[0], "photo")
            return {"answers": [{"id": f"{(error.instance or '')[9:]}.1", "error": told, "photo": name}]}
        return {"answers": [answer]} if several and "answers" not in answer else answer

    def _send(
        self,
        method: str,
        path: str,
        query: dict[str, Any] | None = None,
        fields: dict[str, Any] | None = None,
        files: dict[str, Any] | None = None,
        part: str | None = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """The answer, to be closed.

        fields: of the JSON that is sent
        files: sent in a form, the fields beside them
        part: of the form that has the fields as JSON; without it each is a part of its own
        token: sent in the key's place
        """
        headers = dict(headers or {})
        if token or self._key:
            headers["Authorization"] = f"Token {token}" if token else f"Bearer {self._key}"
        files = _given(files)
        data = None
        if files:
            boundary = uuid.uuid4().hex
            headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
            data = _form(boundary, _given(fields), files, part)
        elif fields is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(_given(fields)).encode()
        url = self._address + path
        if _given(query):
            url += "?" + urlencode({name: _word(value) for name, value in _given(query).items()})
        with self._reaching():
            return _OPENER.open(urllib.request.Request(url, data, headers, method=method), timeout=self._timeout)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise _problem(refusal) from None
        except (OSError, http.client.HTTPException) as error:
            detail = f"{self._address}: {getattr(error, 'reason', error)}"
            raise WeatherError("unreachable", "The server cannot be reached", 0, detail) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where another address is named, the key does not go there."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _is_about_the_photo(error: WeatherError) -> bool:
    return error.type in ("not-a-photo", "unsupported-format", "photo-too-large")


def _given(values: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if value is not None}


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _segment(value: Any) -> str:
    return quote(str(value), safe="")


def _form(boundary: str, fields: dict[str, Any], files: dict[str, Any], part: str | None) -> bytes:
    body = bytearray()

    def add(name: str, more: str, content: bytes) -> None:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
        body.extend(head.encode() + content + b"\r\n")

    if part:
        add(part, "\r\nContent-Type: application/json", json.dumps(fields).encode())
    else:
        for name, value in fields.items():
            add(name, "", _word(value).encode())
    for name, sources in files.items():
        for source in sources if isinstance(sources, (list, tuple)) else [sources]:
            file_name = _name(source, name)
            for character, escape in (('"', "%22"), ("\r", "%0D"), ("\n", "%0A")):
                file_name = file_name.replace(character, escape)
            add(name, f'; filename="{file_name}"\r\nContent-Type: application/octet-stream', _content(source))
    return bytes(body + f"--{boundary}--\r\n".encode())


def _name(source: FileSource, otherwise: str) -> str:
    path = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", otherwise)
    return os.path.basename(str(path))


def _content(source: FileSource) -> bytes:
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source)
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            return file.read()
    return source.read()


def _problem(refusal: urllib.error.HTTPError) -> WeatherError:
    try:
        told = json.loads(refusal.read())
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict):
        told = {}
    retry_after = refusal.headers.get("Retry-After", "")
    return WeatherError(
        told.get("type", "about:blank"),
        told.get("title", refusal.reason),
        refusal.code,
        told.get("detail") or told.get("error") or f"{refusal.url} was answered {refusal.code}",
        told.get("instance"),
        told.get("limit"),
        int(retry_after) if retry_after.isdigit() else None,
    )
