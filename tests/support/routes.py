# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The addresses that the addon answers, read from its sources."""

import ast
import re
from pathlib import Path

CONTROLLERS = Path(__file__).parents[2] / "wohnkoord_odoo" / "controllers"
INITIATIVE = "/my/initiatives/<int:initiative_id>"
PROCEDURE = "/my/procedures/<int:registration_id>"


class Route:
    def __init__(self, file, path, public, methods):
        self.file, self.path = file, path
        self.public, self.methods = public, methods

    def matches(self, path):
        """Whether the server would answer an address (without its query) by this."""
        pattern = "".join(
            converter(part) if part.startswith("<") else re.escape(part)
            for part in re.split(r"(<[^>]+>)", self.path)
        )
        return re.fullmatch(pattern, path.split("?")[0]) is not None

    def __repr__(self):
        return f"{'/'.join(self.methods)} {self.path} ({self.file})"


def converter(part):
    """What a variable part of an address lets through, e.g. ``<int:id>``."""
    kind = part[1:-1].rpartition(":")[0]
    if kind.startswith("any("):
        choices = kind.removeprefix("any(").removesuffix(")").split(",")
        return f"(?:{'|'.join(re.escape(choice.strip()) for choice in choices)})"
    return {"int": r"\d+", "path": r".+"}.get(kind, r"[^/]+")


def routes():
    """All routes of the addon with an address of their own."""
    return [route for file in CONTROLLERS.glob("*.py") for route in routes_of(file)]


def routes_of(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for call in node.decorator_list:
                if isinstance(call, ast.Call):
                    yield from routes_of_decorator(file.name, call, names)


def routes_of_decorator(file, call, names):
    kind = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
    paths = [text for arg in call.args for text in texts(arg, names)]
    if kind == "route":
        keywords = {k.arg: k.value for k in call.keywords if k.arg}
        methods = (
            texts(keywords["methods"], names) if "methods" in keywords else ["GET"]
        )
        auth = texts(keywords["auth"], names)[0] if "auth" in keywords else "public"
        for path in paths:
            if "{path}" not in path:  # a decorator's own; its uses are below
                yield Route(file, path, auth == "public", methods)
    elif kind == "initiative_page":
        for path in paths or [""]:
            yield Route(file, f"{INITIATIVE}/{path}".rstrip("/"), False, ["GET"])
    elif kind == "procedure_page":
        for path in paths or [""]:
            yield Route(file, f"{PROCEDURE}/{path}".rstrip("/"), False, ["GET"])
    elif kind == "initiative_post":
        for path in paths:
            yield Route(file, f"{INITIATIVE}/{path}", False, ["POST"])
    elif kind == "post_route":
        for path in paths:
            route = f"/my/call-offs/<int:call_off_id>/{path}"
            yield Route(file, route, False, ["POST"])


def texts(node, names):
    """The strings of a literal: plain, formatted with a constant, or a list."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.Name):
        return texts(names[node.id], names) if node.id in names else [f"{{{node.id}}}"]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [text for element in node.elts for text in texts(element, names)]
    if isinstance(node, ast.FormattedValue):
        return texts(node.value, names)
    return ["".join(text for value in node.values for text in texts(value, names))]
