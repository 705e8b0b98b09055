# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What a new office finds in the shipped data, for an office that is there already."""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open

from odoo.addons.wohnkoord_odoo.hooks import post_init_hook

MODULE = "wohnkoord_odoo"
#: data file -> new field of its records, which offices may have changed since
NEW_FIELDS = {
    "data/initiative_milestone_template_data.xml": "is_group_task",
    "data/network_project_data.xml": "short_name",
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for path, field in NEW_FIELDS.items():
        fill_new_field(env, path, field)
    post_init_hook(env)


def fill_new_field(env, path, field):
    """Write the shipped value where the field is empty; the rest stays as it is."""
    with file_open(f"{MODULE}/{path}", "rb") as file:
        tree = etree.parse(file)
    for node in tree.iterfind(f".//record/field[@name='{field}']"):
        name = node.getparent().get("id")
        record = env.ref(
            name if "." in name else f"{MODULE}.{name}", raise_if_not_found=False
        )
        if record and not record[field]:
            record[field] = (
                node.get("eval") == "True" if node.get("eval") else node.text
            )
