# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)


def pre_init_hook(env):
    """Let PostgreSQL exclude overlapping periods by record (a trusted extension)."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def post_init_hook(env):
    """Close the sign-up, and share what was there before offices owned anything.

    Odoo's default lets anybody make a portal account, and its form tells a stranger
    whether an address is known: accounts come by invitation only. Questions and tags of
    events, Odoo's default questions among them, would all belong to the main office.
    """
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
    for model in ("event.question", "event.tag"):
        env[model].with_context(active_test=False).search([]).company_id = False
