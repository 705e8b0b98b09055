# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What a list costs: the request that the web client makes for its first page."""

import statistics
import time

from lxml import etree

from odoo import api

ROWS = 80
#: the client counts no further
COUNT_LIMIT = 10001


def specification(env, model, view):
    """The fields that a list view asks for, as the web client does."""
    record = env.ref(view) if view else env["ir.ui.view"]
    views = env[model].get_views([(record.id, "list")])
    arch = etree.fromstring(views["views"]["list"]["arch"])
    fields = env[model].fields_get(attributes=["type"])
    spec = {}
    for node in arch.xpath("//field[not(ancestor::field)]"):
        name = node.get("name")
        relational = fields[name]["type"] in ("many2one", "many2many", "one2many")
        spec[name] = {"fields": {"display_name": {}}} if relational else {}
    return spec


def open_list(registry, uid, model, view, domain=(), rows=ROWS, runs=20, context=None):
    """Open the list again and again with an empty cache.

    :return: (queries, median in milliseconds)
    """
    times, queries = [], set()
    with registry.cursor() as cr:
        context = {"lang": "de_DE", "tz": "Europe/Berlin", **(context or {})}
        spec = specification(api.Environment(cr, uid, context), model, view)
        for run in range(runs + 1):
            cr.rollback()
            env = api.Environment(cr, uid, context)
            env.transaction.clear()
            before, started = cr.sql_log_count, time.perf_counter()
            page = env[model].web_search_read(
                list(domain), spec, limit=rows, count_limit=COUNT_LIMIT
            )
            elapsed = time.perf_counter() - started
            if run:  # the first one warms the registry's caches
                times.append(elapsed)
                queries.add(cr.sql_log_count - before)
        assert len(page["records"]) == rows, f"{model}: too few rows"
    assert len(queries) == 1, f"{model}: queries vary: {queries}"
    return queries.pop(), 1000 * statistics.median(times)
