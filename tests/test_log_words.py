# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The log of whole procedures, as people read it: every act and name in words."""

import json

EVENT = "wohnkoord.procedure.event"


def names(value):
    """All names in an act's data, however deep; numbers are no names."""
    if isinstance(value, dict):
        yield from (name for name in value if not name.isdigit())
        value = list(value.values())
    for part in value if isinstance(value, list) else ():
        yield from names(part)


def test_the_demo_s_log_has_words(office):
    """The procedures of the demo data were played: Leipzig's whole, from end to end."""
    events = office.admin.call(
        EVENT, "search_read", [], ["kind", "content", "label", "details"]
    )
    kinds = {event["kind"] for event in events}
    assert {"published", "scores_revealed", "moved_up", "contract_signed"} <= kinds
    for event in events:
        assert event["label"][0].isupper(), event["kind"]
        assert "_" not in event["label"], event["kind"]
        for name in set(names(json.loads(event["content"] or "{}"))):
            assert f"{name}:" not in (event["details"] or ""), (event["kind"], name)
