"""A small OpenID provider for tests: authorization code with PKCE, one client, people without secrets worth keeping.

It speaks what the proxy needs of OpenID Connect Core 1.0: discovery, keys, the authorization endpoint with a login form
and a session of its own (so that `prompt=login` and `max_age` mean something), and the token endpoint.

`python -m tests.installed.provider PORT KEYS` serves until it is ended, and puts its public keys into the file KEYS as
well; the client's secret is in $CLIENT_SECRET.
"""

import base64
import hashlib
import html
import json
import os
import secrets
import sys
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT = "knowbound"
PASSWORD = "for tests only"
PEOPLE: dict[str, dict[str, Any]] = {
    "officer-1": {"name": "Ines Ferreira", "groups": ["compliance"]},
    "officer-2": {"name": "Tomas Lindqvist", "groups": ["compliance"]},
    "engineer-1": {"name": "Sam Okafor", "groups": ["data-engineering"]},
    "auditor-1": {"name": "Mei Tanaka", "groups": ["audit"]},
}
"""By subject: what stands in their tokens. Everybody has the same password."""

_LASTS = 3600


class Provider(ThreadingHTTPServer):
    """The provider on loopback: its key, who is logged in, and the codes that wait to be exchanged."""

    daemon_threads = True

    def __init__(self, port: int, client_secret: str):
        super().__init__(("127.0.0.1", port), _Handler)
        self.issuer = f"http://127.0.0.1:{port}"
        self.client_secret = client_secret
        self.key = rsa.generate_private_key(65537, 2048)
        self.sessions: dict[str, tuple[str, int]] = {}  # cookie: subject, when they logged in
        self.codes: dict[str, dict[str, str]] = {}

    def keys(self) -> dict[str, object]:
        """The public key as a JWKS."""
        numbers = self.key.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "n": _number(numbers.n), "e": "AQAB"}
        return {"keys": [key]}

    def token(self, subject: str, nonce: str, auth_time: int) -> str:
        """An ID token, signed with RS256."""
        now = int(time.time())
        claims = {
            **{"iss": self.issuer, "aud": CLIENT, "sub": subject, "nonce": nonce, "auth_time": auth_time},
            **{"iat": now, "exp": now + _LASTS, "jti": secrets.token_hex(8), **PEOPLE[subject]},
        }
        signed = f"{_coded(json.dumps({'alg': 'RS256', 'kid': 'one'}))}.{_coded(json.dumps(claims))}"
        signature = self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_coded(signature)}"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        issuer = self.server.issuer
        if address.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                    "code_challenge_methods_supported": ["S256"],
                }
            )
        elif address.path == "/keys":
            self._json(self.server.keys())
        elif address.path == "/authorize":
            self._authorize(asked)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        address = urlsplit(self.path)
        if address.path == "/authorize":
            if sent.get("person") not in PEOPLE or sent.get("password") != PASSWORD:
                self.send_error(HTTPStatus.FORBIDDEN, "Unknown person or wrong password")
                return
            cookie = secrets.token_urlsafe()
            self.server.sessions[cookie] = sent["person"], int(time.time())
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            self._answer(asked, cookie)
        elif address.path == "/token":
            self._exchange(sent)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _authorize(self, asked: dict[str, str]) -> None:
        """Send the person back with a code when they are logged in and need not log in again; else ask them to."""
        cookies = dict(part.strip().split("=", 1) for part in self.headers.get("Cookie", "").split(";") if "=" in part)
        cookie = cookies.get("provider", "")
        _, since = self.server.sessions.get(cookie, ("", 0))
        stale = asked.get("prompt") == "login" or time.time() - since > float(asked.get("max_age", _LASTS))
        if since and not stale:
            self._answer(asked, cookie)
            return
        action = html.escape(f"/authorize?{urlencode(asked)}")
        people = "".join(f"<option>{subject}</option>" for subject in PEOPLE)
        self._send(
            HTTPStatus.OK,
            "text/html",
            f"""<!doctype html><title>Log in</title><h1>Log in</h1><form method=post action="{action}">
            <label>Person <select name=person>{people}</select></label>
            <label>Password <input type=password name=password autofocus></label><button>Log in</button></form>""",
        )

    def _answer(self, asked: dict[str, str], cookie: str) -> None:
        subject, since = self.server.sessions[cookie]
        code = secrets.token_urlsafe()
        self.server.codes[code] = {**asked, "subject": subject, "since": str(since)}
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Set-Cookie", f"provider={cookie}; HttpOnly; SameSite=Lax")
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _exchange(self, sent: dict[str, str]) -> None:
        client = base64.b64encode(f"{CLIENT}:{self.server.client_secret}".encode()).decode()
        known = self.server.codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if (
            known is None
            or self.headers.get("Authorization") != f"Basic {client}"
            or known.get("code_challenge") != proof.decode().rstrip("=")
        ):
            self._json({"error": "invalid_grant"}, HTTPStatus.BAD_REQUEST)
            return
        token = self.server.token(known["subject"], known.get("nonce", ""), int(known["since"]))
        self._json({"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": token})

    def _json(self, value: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(status, "application/json", json.dumps(value))

    def _send(self, status: HTTPStatus, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: tests look elsewhere."""


def _coded(data: str | bytes) -> str:
    return base64.urlsafe_b64encode(data.encode() if isinstance(data, str) else data).decode().rstrip("=")


def _number(value: int) -> str:
    return _coded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


if __name__ == "__main__":
    serving = Provider(int(sys.argv[1]), os.environ["CLIENT_SECRET"])
    Path(sys.argv[2]).write_text(json.dumps(serving.keys()))
    serving.serve_forever()
