# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)


def pre_init_hook(env):
    """Let PostgreSQL exclude overlapping periods by record (a trusted extension)."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def post_init_hook(env):
    """Accounts come by invitation only.

    Odoo's default lets anybody make a portal account, and its form tells a stranger
    whether an address is known.
    """
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
