# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, fields, models
from odoo.exceptions import UserError


class DrawDialog(models.TransientModel):
    """Record a draw: the tied bids are put into the order in which they were drawn."""

    _name = "wohnkoord.draw.dialog"
    _description = "Record a Draw"

    ranking_id = fields.Many2one("wohnkoord.ranking", required=True, readonly=True)
    line_ids = fields.One2many(
        "wohnkoord.draw.dialog.line", "dialog_id", "Bids as They Were Drawn"
    )
    date = fields.Datetime(
        "Drawn on", required=True, default=lambda self: fields.Datetime.now()
    )
    # the form asks for them; the draw itself needs them
    place = fields.Char()
    drawer_name = fields.Char("Drawn by", default=lambda self: self.env.user.name)
    witness_name = fields.Char(
        "Witness", help="Another person, best from outside the office."
    )
    witness_role = fields.Char("Function of the Witness")
    note = fields.Text()
    file = fields.Binary("Record as a File", attachment=False)
    file_name = fields.Char()

    def action_record(self):
        """Keep the draw and rank the bids with it."""
        self.ensure_one()
        order = self.line_ids.sorted(lambda line: (line.sequence, line.id)).bid_id
        self.ranking_id.check_access("read")
        order.check_access("read")
        values = {
            name: self[name]
            for name in (
                "date",
                "place",
                "drawer_name",
                "witness_name",
                "witness_role",
                "note",
                "file",
                "file_name",
            )
        }
        self.env["wohnkoord.draw"]._record(self.ranking_id, order, values)
        current = self.ranking_id.procedure_id._current_ranking(
            self.ranking_id.procedure_lot_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.ranking",
            "view_mode": "form",
            "res_id": current.id,
        }


class Ranking(models.Model):
    """The way to the dialog."""

    _inherit = "wohnkoord.ranking"

    draw_ids = fields.One2many(
        related="procedure_lot_id.draw_ids", string="Draws", readonly=True
    )

    def action_record_draw(self):
        """Open the dialog for the first bids that are still equal."""
        self.ensure_one()
        self.check_access("read")
        ties = self._content()["result"]["open_ties"]
        if not ties or not self.is_current:
            raise UserError(
                self.env._("No bids are equal here: nothing is to be drawn.")
            )
        bids = self.line_ids.bid_id.filtered(lambda bid: bid.number in ties[0])
        dialog = self.env["wohnkoord.draw.dialog"].create(
            {
                "ranking_id": self.id,
                "line_ids": [
                    Command.create({"bid_id": bid.id, "sequence": 10 * number})
                    for number, bid in enumerate(bids.sorted("number"), 1)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record the Draw"),
            "res_model": "wohnkoord.draw.dialog",
            "view_mode": "form",
            "res_id": dialog.id,
            "target": "new",
        }


class ProcedureLot(models.Model):
    """Draws among the bids on a plot."""

    _inherit = "wohnkoord.procedure.lot"

    draw_ids = fields.One2many(
        "wohnkoord.draw", "procedure_lot_id", "Draws", readonly=True, copy=False
    )
    ranking_ids = fields.One2many(
        "wohnkoord.ranking", "procedure_lot_id", "Rankings", readonly=True, copy=False
    )
