# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What a view costs: the requests that the web client makes when it opens."""

import json
import statistics
import time

from lxml import etree

from odoo import api

ROWS = 80
#: the client counts no further
COUNT_LIMIT = 10001
#: rows of a table in a form, on its first page
LINES = 40


def arch_of(env, model, kind, view):
    """The view as the client gets it.

    :param view: its external identifier; empty: the model's first one
    """
    record = env.ref(view) if view else env["ir.ui.view"]
    views = env[model].get_views([(record.id, kind)])
    return etree.fromstring(views["views"][kind]["arch"])


def specification(env, model, arch):
    """The fields that a view asks for, as the web client does."""
    fields = env[model].fields_get(attributes=["type"])
    spec = {}
    for node in arch.xpath("//field[not(ancestor::field)]"):
        name = node.get("name")
        kind = fields[name]["type"]
        if kind == "many2one":
            spec[name] = {"fields": {"display_name": {}}}
        elif kind in ("one2many", "many2many"):
            columns = node.xpath(
                "./list/field[not(@column_invisible)]/@name"
            ) or node.xpath("./kanban//field/@name")
            spec[name] = {
                "fields": dict.fromkeys(columns or ["display_name"], {}),
                "limit": LINES,
            }
        else:
            spec[name] = {}
    return spec


def timed(registry, uid, prepare, request, runs, context=None):
    """Make a request again and again with an empty cache.

    :param prepare: makes from an environment what ``request`` gets beside it
    :return: (queries, median in milliseconds)
    """
    times, queries = [], set()
    with registry.cursor() as cr:
        context = {"lang": "de_DE", "tz": "Europe/Berlin", **(context or {})}
        prepared = prepare(api.Environment(cr, uid, context))
        for run in range(runs + 1):
            cr.rollback()
            env = api.Environment(cr, uid, context)
            env.transaction.clear()
            before, started = cr.sql_log_count, time.perf_counter()
            request(env, prepared)
            elapsed = time.perf_counter() - started
            if run:  # the first one warms the registry's caches
                times.append(elapsed)
                queries.add(cr.sql_log_count - before)
    assert len(queries) == 1, f"queries vary: {queries}"
    return queries.pop(), 1000 * statistics.median(times)


def open_list(registry, uid, model, view, domain=(), rows=ROWS, runs=20, context=None):
    """Open the first page of a list.

    :return: (queries, median in milliseconds)
    """

    def prepare(env):
        return specification(env, model, arch_of(env, model, "list", view))

    def request(env, spec):
        page = env[model].web_search_read(
            list(domain), spec, limit=rows, count_limit=COUNT_LIMIT
        )
        assert len(page["records"]) == rows, f"{model}: too few rows"

    return timed(registry, uid, prepare, request, runs, context)


def open_kanban(registry, uid, model, view, domain=(), groupby=None, runs=20):
    """Open a kanban with its first groups unfolded, and the bars above them.

    :param groupby: empty: as the view says
    :return: (queries, median in milliseconds)
    """

    def prepare(env):
        arch = arch_of(env, model, "kanban", view)
        bar = arch.find(".//progressbar")
        return (
            specification(env, model, arch),
            groupby or arch.get("default_group_by"),
            None
            if bar is None
            else {"field": bar.get("field"), "colors": json.loads(bar.get("colors"))},
        )

    def request(env, prepared):
        spec, group, bar = prepared
        found = env[model].web_read_group(
            list(domain),
            [group],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=spec,
        )
        assert any(row.get("__records") for row in found["groups"]), model
        if bar:
            env[model].read_progress_bar(list(domain), group, bar)

    return timed(registry, uid, prepare, request, runs)


def open_form(registry, uid, model, view, record_id, runs=20):
    """Open one record.

    :return: (queries, median in milliseconds)
    """

    def prepare(env):
        return specification(env, model, arch_of(env, model, "form", view))

    def request(env, spec):
        env[model].browse(record_id).web_read(spec)

    return timed(registry, uid, prepare, request, runs)
