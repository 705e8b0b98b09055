# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ..tools.append_only import make_append_only
from ..tools.canonical import digest
from ..tools.ocds import compiled, loads

_lt = LazyTranslate(__name__)

#: public acts in words; others are shown by their name
ACTS = {
    "published": _lt("Procedure published"),
    "amended": _lt("Procedure amended"),
    "answered": _lt("Answers published"),
    "closed": _lt("Closed at the deadline"),
    "opened": _lt("Bids opened"),
    "award": _lt("Plot awarded"),
    "reservation": _lt("Plot reserved"),
    "reservation_extended": _lt("Reservation extended"),
    "reservation_lapsed": _lt("Reservation lapsed"),
    "contract": _lt("Contract signed"),
    "implementation": _lt("State of the duties"),
    "terminated": _lt("Contract ended"),
    "unsuccessful": _lt("Ended without award"),
    "cancelled": _lt("Procedure cancelled"),
}


class OcdsRelease(models.Model):
    """What everybody could know of a procedure after one public act, as open data.

    Made in the act's own transaction and never changed, not even with SQL. It holds the
    whole state, without the ``ocid``: the registered prefix may come later than the act.
    """

    _name = "wohnkoord.ocds.release"
    _inherit = ["wohnkoord.procedure.frozen.mixin"]
    _description = "Open-Data Release of a Procedure"
    _order = "procedure_id, number"
    _rec_name = "release_id"
    # the deletion of a user would change the row
    _log_access = False

    release_id = fields.Char("Identifier", required=True, readonly=True)
    kind = fields.Char("Act", required=True, readonly=True)
    kind_label = fields.Char("Public Act", compute="_compute_kind_label")
    tags = fields.Char(
        "OCDS Tags", required=True, readonly=True, help="OCDS codes, by commas."
    )
    content = fields.Text(help="JSON, as it is given out.")

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "There is a release of this number already."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_kind_label(self):
        for release in self:
            label = ACTS.get(release.kind)
            release.kind_label = self.env._(label) if label else release.kind

    @api.model
    def _append(self, values):
        """Add a release; called by ``wohnkoord.procedure._ocds_release`` alone."""
        return self.create({**values, "hash": digest(values["content"].encode())})

    def _content(self):
        """What this release says, gone values named by null."""
        self.ensure_one()
        return loads(self.content)

    def _compiled(self):
        """What is known after this release; {} without one."""
        return compiled(self._content()) if self else {}
