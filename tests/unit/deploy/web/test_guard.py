"""The door: a WebSocket ends with the login; what is refused before is in tests/integration/test_doors.py."""

import asyncio
from datetime import UTC, datetime, timedelta

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from deploy.web.guard import IDENTITY, Guard
from deploy.web.identity import Identity

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ADA = Identity("ada", "Ada", frozenset({"officer"}), expires=NOW + timedelta(minutes=5))


class Door:
    """Knows everybody as Ada."""

    def identify(self, headers: Headers, now: datetime) -> Identity:
        return ADA


def talk(minutes: list[int]) -> list[Message]:
    """What reaches the browser when the server sends at these minutes."""
    clock = [NOW]
    reached: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope[IDENTITY] is ADA
        await send({"type": "websocket.accept"})
        for minute in minutes:
            clock[0] = NOW + timedelta(minutes=minute)
            await send({"type": "websocket.send", "text": str(minute)})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        reached.append(message)

    scope = {"type": "websocket", "path": "/graphql", "headers": [], "query_string": b""}
    asyncio.run(Guard(app, Door(), "https://kb.example", clock=lambda: clock[0])(scope, receive, send))
    return reached


def test_a_websocket_ends_with_the_login() -> None:
    sent = [message.get("text", message["type"]) for message in talk([1, 4, 5, 6])]
    assert sent == ["websocket.accept", "1", "4", "websocket.close"]
