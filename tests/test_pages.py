# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Every portal page on a phone and on a desk: usable for all, and no wider than it."""

import pytest
from support.axe import violations, width_overflow
from support.office import day

WIDTHS = (390, 1400)
PAGES = {
    None: ["/web/login"],
    "consultant": [
        "/my",
        "/my/call-offs",
        "/my/call-offs?filterby=all",
        "/my/call-offs/{open}",
        "/my/call-offs/{full}",
        "/my/call-offs/{closed}",
        "/my/call-offs/{open}/entries/{draft}",
        "/my/hours",
        "/my/hours?groupby=month",
        "/my/hours?groupby=state",
        "/my/hours?groupby=call_off",
        "/my/consultant-bills",
    ],
    "rival": ["/my", "/my/call-offs", "/my/hours", "/my/consultant-bills"],
    "spokesperson": [
        "/my",
        "/my/initiatives",
        "/my/initiatives/{initiative}",
        "/my/initiatives/{initiative}/messages",
        "/my/initiatives/{initiative}/documents",
        "/my/initiatives/{initiative}/advice",
    ],
}


@pytest.fixture(scope="module")
def ids(office):
    """Orders open, used up and closed; entries in every state; a bill."""
    contract = office.make_contract(self_billing=True)
    made = office.make_call_off(10, contract)
    draft = office.make_entry(made, 30)
    for minutes, state in ((45, "submitted"), (60, "approved"), (90, "refused")):
        office.make_entry(made, minutes, state=state, date=day(-minutes))
    full = office.make_call_off(1, contract)
    office.make_entry(full, 60)
    closed = office.make_call_off(5, contract)
    office.make_entry(closed, 120, state="approved")
    office.adviser.write("wohnkoord.call.off", closed, {"result": "Gerechnet."})
    office.adviser.do("wohnkoord.call.off", closed, "action_close")
    office.make_bills(contract)
    return {
        "open": made,
        "full": full,
        "closed": closed,
        "draft": draft,
        "initiative": office.initiative,
    }


@pytest.mark.parametrize(
    ("role", "path"), [(role, path) for role, paths in PAGES.items() for path in paths]
)
def test_page(open_page, settings, ids, role, path):
    page = open_page(role, WIDTHS[0])
    answer = page.goto(path.format(**ids), wait_until="networkidle")
    assert answer.status == 200
    assert page.title(), "the page has no title"
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width}: {v}" for v in violations(page, settings["AXE_PATH"])]
        if width_overflow(page) > 0:
            wrong.append(f"{width}: the page scrolls sideways")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("rival", "/my/call-offs/{open}"),
        ("rival", "/my/call-offs/{open}/entries/{draft}"),
        ("spokesperson", "/my/call-offs/{open}"),
        ("consultant", "/my/initiatives/{initiative}"),
        ("rival", "/my/initiatives/{initiative}"),
        ("rival", "/my/initiatives/{initiative}/messages"),
        ("consultant", "/my/initiatives/{initiative}/documents"),
    ],
)
def test_pages_of_others(office, ids, role, path):
    """Whoever guesses an address lands elsewhere and reads nothing of it."""
    client = getattr(office, role).clone()
    answer = client.http.get(office.url + path.format(**ids), timeout=60)
    assert answer.status_code in (200, 403, 404)
    if answer.status_code == 200:
        assert answer.url.rstrip("/") != office.url + path.format(**ids)
    assert "Wirtschaftlichkeit" not in answer.text
