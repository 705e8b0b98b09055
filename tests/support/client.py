# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A user of the running server, over the routes that Odoo's own web client uses."""

import itertools

import requests

#: exceptions whose message the web client shows in plain words; any other one opens a
#: dialog with a traceback
READABLE = (
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.RedirectWarning",
)
REFUSED_BY_ACCESS = "odoo.exceptions.AccessError"

_numbers = itertools.count(1)


class Fault(Exception):
    """What the server answered instead of a result."""

    def __init__(self, error):
        data = error.get("data") or {}
        self.name = data.get("name", "")
        self.message = data.get("message") or error.get("message", "")
        self.debug = data.get("debug", "")
        super().__init__(f"{self.name}: {self.message}")

    @property
    def readable(self):
        """Whether the user reads words, and no traceback."""
        return self.name in READABLE and "Traceback" not in self.message

    @property
    def access(self):
        """Whether the rights refused it, and not a rule of the model."""
        return self.name == REFUSED_BY_ACCESS


class Client:
    """A login on the server; ``clone`` shares it with another thread."""

    def __init__(self, url, db, login, password):
        self.url, self.db, self.login, self.password = url, db, login, password
        self.http = requests.Session()
        self.context = {}
        self.uid = None

    def open(self):
        """Log in.

        :raise Fault: wrong password
        """
        info = self._post(
            "/web/session/authenticate",
            {"db": self.db, "login": self.login, "password": self.password},
        )
        self.uid = info["uid"]
        self.context = info.get("user_context") or {}
        return self

    def clone(self):
        """The same login on a connection of its own."""
        other = Client(self.url, self.db, self.login, self.password)
        other.uid, other.context = self.uid, self.context
        other.http.cookies.update(self.http.cookies)
        return other

    def call(self, model, method, *args, context=None, **kwargs):
        """Call a public method as the web client does.

        :raise Fault: the server refused
        """
        kwargs["context"] = {**self.context, **(context or {})}
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def call_external(self, model, method, *args):
        """Call over ``/jsonrpc``, the way of scripts from outside."""
        return self._post(
            "/jsonrpc",
            {
                "service": "object",
                "method": "execute_kw",
                "args": [self.db, self.uid, self.password, model, method, args],
            },
        )

    def _post(self, path, params):
        answer = self.http.post(
            self.url + path,
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "id": next(_numbers),
                "params": params,
            },
            timeout=180,
        )
        answer.raise_for_status()
        body = answer.json()
        if "error" in body:
            raise Fault(body["error"])
        return body.get("result")

    # -- what tests write most ---------------------------------------------------------

    def create(self, model, vals, **kwargs):
        """Create one record and return its id."""
        return self.call(model, "create", [vals], **kwargs)[0]

    def write(self, model, record_id, vals, **kwargs):
        return self.call(model, "write", [record_id], vals, **kwargs)

    def unlink(self, model, record_id):
        return self.call(model, "unlink", [record_id])

    def read(self, model, record_id, *names):
        """Read one record; many2one fields as plain ids."""
        rows = self.call(model, "read", [record_id], list(names), load=None)
        return rows[0]

    def search(self, model, domain, **kwargs):
        return self.call(model, "search", domain, **kwargs)

    def do(self, model, record_ids, method, *args, **kwargs):
        """Call a button's method on one record or several."""
        ids = record_ids if isinstance(record_ids, list) else [record_ids]
        return self.call(model, method, ids, *args, **kwargs)
