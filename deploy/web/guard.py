"""The door of the webserver: whatever the protocol, path or method, only people with a role come through, and only by
requests that another site cannot make in their name.

Dagster itself runs mutations over GET and over POST of any type, which a link or a form on a foreign page could send with
the officer's cookie. Those ways are closed here for everybody.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deploy.web.identity import Doorkeeper, Expired, Identity, Unknown

log = logging.getLogger("knowbound.web")

IDENTITY = "knowbound.identity"
"""Where the verified identity stands in the scope of a request. Scopes are made by the server: no client can write there."""


class Guard:
    """Wraps an ASGI application."""

    def __init__(
        self,
        app: ASGIApp,
        door: Doorkeeper,
        url: str,
        login_again: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self._app, self._door, self._url, self._login_again, self._clock = app, door, url, login_again, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        refusal = _foreign(connection, self._url)
        if refusal is None:
            try:
                identity = await run_in_threadpool(self._door.identify, connection.headers, self._clock())
            except Unknown as problem:
                log.warning("Refused a request to %s: %s", scope["path"].split("/")[1][:40] or "/", problem)
                refusal = self._log_in(expired=isinstance(problem, Expired))
            else:
                if identity.roles:
                    scope[IDENTITY] = identity
                    await self._app(scope, receive, self._until_expiry(identity, send) if _long(scope) else send)
                    return
                refusal = PlainTextResponse(
                    f"You are logged in as {identity.id}, and no group of yours has a role here. "
                    "Whoever looks after [access.roles] of Knowbound can give you one.\n",
                    status_code=403,
                )
        if _long(scope):
            await receive()  # websocket.connect; closing before accepting refuses the handshake with 403
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, send)

    def _until_expiry(self, identity: Identity, send: Send) -> Send:
        """A WebSocket outlives requests: it is closed when the login is over. The UI connects again by itself."""
        closed = False

        async def guarded(message: Message) -> None:
            nonlocal closed
            if closed:
                return
            if identity.expires and self._clock() >= identity.expires and message["type"] == "websocket.send":
                closed = True
                message = {"type": "websocket.close", "code": 1008}
            await send(message)

        return guarded

    def _log_in(self, *, expired: bool) -> Response:
        words = "Your login is over." if expired else "Nobody can see anything here without having logged in."
        where = self._login_again or self._url
        page = f'<p>{words} <a href="{escape(where)}">Log in</a>, then open this page again.</p>'
        return HTMLResponse(f"<!doctype html><title>Knowbound</title>{page}\n", status_code=401)


def _long(scope: Scope) -> bool:
    return bool(scope["type"] == "websocket")


def _foreign(connection: HTTPConnection, url: str) -> Response | None:
    """Why another site could have made a browser send this; None when it could not, or when it does not matter."""
    headers, scope = connection.headers, connection.scope
    origins = headers.getlist("origin")
    if any(origin.lower() != url for origin in origins):
        return PlainTextResponse(f"Requests from other pages are refused; [access] url is {url}.\n", status_code=403)
    if _long(scope):
        return None
    if scope["method"] not in ("GET", "HEAD", "POST"):
        return PlainTextResponse("Method Not Allowed\n", status_code=405)
    kinds = [kind.partition(";")[0].strip().lower() for kind in headers.getlist("content-type")]
    if scope["method"] == "POST" and kinds != ["application/json"]:
        return PlainTextResponse("Only application/json is accepted.\n", status_code=415)
    if (
        scope["method"] == "GET"
        and scope["path"].startswith("/graphql")
        and "text/html" not in headers.get("accept", "")
    ):
        return PlainTextResponse("GraphQL is answered over POST and WebSocket only.\n", status_code=405)
    return None
