# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""axe-core: what on a page keeps people out (WCAG 2.1 AA)."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

#: (rule, part of the selector or of the element) -> why it is not ours to mend
CORE = {}


def violations(page, axe_path):
    """Violations on the page as it stands, one line each."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=axe_path)
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags},"
        " resultTypes: ['violations']})",
        TAGS,
    )
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:160]} {node['target']}"
        for found in result["violations"]
        for node in found["nodes"]
        if not any(
            found["id"] == rule
            and (part in node["html"] or part in str(node["target"]))
            for rule, part in CORE
        )
    ]


def width_overflow(page):
    """By how many pixels the page is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
