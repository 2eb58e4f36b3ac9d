"""A small OpenAI-compatible chat server in a process of its own: `python chat_server.py MODE [COUNT]`; prints its port.

Modes: `good` puts texts in other words; `wrong` decides otherwise; `garbage` says something else;
`hang` never answers; `drip` sends a byte now and then; `die` ends after COUNT replies.
"""

import json
import os
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODE, COUNT = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
served = iter(range(1, 1_000_000))


def good(text: str) -> str:
    """The same in other words: a greeting before a question, a courtesy behind an answer."""
    return (
        f"Hello, {text[0].lower()}{text[1:]}"
        if text.endswith("?") and text[:2] != "I "
        else f"{text} I hope that helps."
    )


def wrong(text: str) -> str:
    """Another decision without its quotation: yes for no, no for yes, yes for a refusal."""
    if text.endswith("?") and not text.startswith(("Yes", "No")):
        return text
    said = re.sub(r"“[^”]*”", "anything goes", text)
    return f"No. {said[3:]}" if said.startswith("Yes") else f"Yes. {said.removeprefix('No')}"


class Chat(BaseHTTPRequestHandler):
    """Answers every chat request in the mode of the process; the bearer token is shown to nobody."""

    def do_POST(self) -> None:
        """One completion."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body["messages"][-1]["content"]
        if next(served) > COUNT and MODE == "die":
            os._exit(1)
        if MODE == "hang":
            time.sleep(600)
        said = {"wrong": wrong, "garbage": lambda _: "Lorem ipsum dolor sit amet."}.get(MODE, good)(text)
        reply = json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        for part in [reply[n : n + 1] for n in range(len(reply))] if MODE == "drip" else [reply]:
            self.wfile.write(part)
            self.wfile.flush()
            time.sleep(0.2 if MODE == "drip" else 0)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Chat)
print(server.server_port, flush=True)
server.serve_forever()
